#include "io/socket_address.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>

namespace ptrcensus {
namespace {

TEST(SocketAddress, HoldsAnIpv4EndpointInNetworkOrder) {
  const SocketAddress address =
      ToSocketAddress({Address::V4(0xC0000235), 5353});
  EXPECT_EQ(address.size(), sizeof(sockaddr_in));
  EXPECT_EQ(address.v4.sin_family, AF_INET);
  EXPECT_EQ(ntohs(address.v4.sin_port), 5353);
  EXPECT_EQ(inet_addr("192.0.2.53"), address.v4.sin_addr.s_addr);
}

TEST(SocketAddress, HoldsAnIpv6EndpointInNetworkOrder) {
  const SocketAddress address = ToSocketAddress(
      {Address::V6(0x20010db800000000, 0x0102030405060708), 53});
  char text[INET6_ADDRSTRLEN];
  inet_ntop(AF_INET6, &address.v6.sin6_addr, text, sizeof text);
  EXPECT_EQ(address.size(), sizeof(sockaddr_in6));
  EXPECT_EQ(address.v6.sin6_family, AF_INET6);
  EXPECT_EQ(ntohs(address.v6.sin6_port), 53);
  EXPECT_STREQ(text, "2001:db8::102:304:506:708");
}

TEST(SocketAddress, GivesTheEndpointBack) {
  const Endpoint v4 = {Address::V4(0x7F000001), 65535};
  const Endpoint v6 = {Address::V6(0xFE80000000000000, 1), 1};
  const SocketAddress v4_address = ToSocketAddress(v4);
  const SocketAddress v6_address = ToSocketAddress(v6);
  EXPECT_EQ(ToEndpoint(&v4_address.any), v4);
  EXPECT_EQ(ToEndpoint(&v6_address.any), v6);
}

}  // namespace
}  // namespace ptrcensus
