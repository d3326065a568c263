#include "io/udp_socket.h"

#include "io/error.h"
#include "tests/support/loopback.h"

namespace ptrcensus {
namespace {

using loopback::HasIpv6;

constexpr Address kNotOurs = Address::V4(0xC0000201);  // 192.0.2.1

std::string ErrorOf(const TransportOptions& options) {
  std::vector<std::string> warnings;
  try {
    static_cast<void>(OpenUdpSockets(options, warnings));
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

uint16_t PortOf(const UdpSocket& socket) {
  sockaddr_in local{};
  socklen_t size = sizeof local;
  getsockname(socket.fd.get(), reinterpret_cast<sockaddr*>(&local), &size);
  return ntohs(local.sin_port);
}

TEST(UdpSocket, OpensIpv4BeforeIpv6) {
  if (!HasIpv6()) GTEST_SKIP() << "no IPv6 loopback";
  const TransportOptions options = {.ipv4 = true, .ipv6 = true, .sockets = 2};
  std::vector<std::string> warnings;
  const auto sockets = OpenUdpSockets(options, warnings);
  ASSERT_EQ(sockets.size(), 4u);
  EXPECT_EQ(sockets[1].family, Family::kV4);
  EXPECT_EQ(sockets[2].family, Family::kV6);
  EXPECT_EQ(SocketsOf(options, Family::kV4).first, 0u);
  EXPECT_EQ(SocketsOf(options, Family::kV4).count, 2u);
  EXPECT_EQ(SocketsOf(options, Family::kV6).first, 2u);
  EXPECT_EQ(SocketsOf(options, Family::kV6).count, 2u);
}

TEST(UdpSocket, HasNoSocketsOfAFamilyNotAskedFor) {
  const TransportOptions options = {.ipv4 = true, .sockets = 3};
  EXPECT_EQ(SocketsOf(options, Family::kV4).count, 3u);
  EXPECT_EQ(SocketsOf(options, Family::kV6).count, 0u);
  const TransportOptions v6 = {.ipv6 = true, .sockets = 3};
  EXPECT_EQ(SocketsOf(v6, Family::kV6).first, 0u);
}

TEST(UdpSocket, BindsEachSocketToAPortOfItsOwn) {
  std::vector<std::string> warnings;
  const auto sockets = OpenUdpSockets({.ipv4 = true, .sockets = 2}, warnings);
  EXPECT_NE(PortOf(sockets[0]), 0);
  EXPECT_NE(PortOf(sockets[0]), PortOf(sockets[1]));
}

TEST(UdpSocket, RefusesASourceThatIsNotOurs) {
  EXPECT_EQ(ErrorOf({.ipv4 = true, .source = kNotOurs}),
            "--source 192.0.2.1 is not an address of this machine; give one "
            "that `ip address` lists");
}

TEST(UdpSocket, RefusesASourceOfTheOtherFamily) {
  EXPECT_EQ(ErrorOf({.ipv4 = true, .ipv6 = true, .source = kNotOurs}),
            "--source 192.0.2.1 cannot reach IPv6 resolvers; give resolvers of "
            "its own family only, or leave --source out");
}

TEST(UdpSocket, WarnsOnceAboutASmallerReceiveBuffer) {
  std::vector<std::string> warnings;
  const auto sockets = OpenUdpSockets(
      {.ipv4 = true, .sockets = 2, .receive_buffer_bytes = 1 << 30}, warnings);
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_NE(warnings[0].find("net.core.rmem_max"), std::string::npos);
  EXPECT_NE(warnings[0].find("1073741824"), std::string::npos);
}

TEST(UdpSocket, DoesNotWarnWhereTheBufferIsAsAsked) {
  std::vector<std::string> warnings;
  const auto sockets = OpenUdpSockets(
      {.ipv4 = true, .sockets = 1, .receive_buffer_bytes = 65536}, warnings);
  EXPECT_TRUE(warnings.empty());
}

}  // namespace
}  // namespace ptrcensus
