#include "scanner/cli/resolvers.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "io/error.h"

namespace ptrcensus {
namespace {

class Resolver : public ::testing::Test {
 protected:
  Resolver() {
    std::string pattern = ::testing::TempDir() + "resolvers-XXXXXX";
    folder_ = mkdtemp(pattern.data());
  }
  ~Resolver() override { std::filesystem::remove_all(folder_); }

  std::string Path(const std::string& name) const {
    return folder_ + "/" + name;
  }
  std::string Write(const std::string& name, std::string_view text) const {
    std::ofstream(Path(name)) << text;
    return Path(name);
  }
  static std::vector<std::string> Texts(
      const std::vector<Endpoint>& resolvers) {
    std::vector<std::string> texts;
    for (const Endpoint& resolver : resolvers) {
      texts.push_back(ToText(resolver));
    }
    return texts;
  }
  std::vector<std::string> OfSystem(std::string_view resolv_conf,
                                    std::string_view behind) const {
    return Texts(Resolvers({}, {},
                           {.resolv_conf = Write("resolv.conf", resolv_conf),
                            .behind_stub = Write("behind.conf", behind)}));
  }
  static std::string Refusal(const std::vector<std::string>& addresses,
                             const std::vector<std::string>& files,
                             const SystemFiles& system = {}) {
    try {
      (void)Resolvers(addresses, files, system);
    } catch (const Error& error) {
      return error.what();
    }
    return "accepted";
  }

  std::string folder_;
};

TEST_F(Resolver, FlagsKeepTheirOrderWithoutDuplicates) {
  EXPECT_EQ(Texts(Resolvers({"127.0.0.2", "127.0.0.1:5353", "[::1]:5354",
                             "127.0.0.2:53", "2001:db8::53"},
                            {})),
            (std::vector<std::string>{"127.0.0.2:53", "127.0.0.1:5353",
                                      "[::1]:5354", "[2001:db8::53]:53"}));
}

TEST_F(Resolver, FilesHaveOneALineAndComments) {
  const std::string path = Write(
      "r.txt", "# ours\n127.0.0.1 # near\n\n  127.0.0.3:54\t\r\n127.0.0.2\n");
  EXPECT_EQ(Texts(Resolvers({"127.0.0.2"}, {path})),
            (std::vector<std::string>{"127.0.0.2:53", "127.0.0.1:53",
                                      "127.0.0.3:54"}));
}

TEST_F(Resolver, ANameIsRefused) {
  EXPECT_EQ(Refusal({"dns.example.com"}, {}),
            "--resolver 'dns.example.com' is not the address of a resolver; "
            "accepted: an IPv4 or IPv6 address, or with a port 192.0.2.53:5353 "
            "or [2001:db8::53]:5353 (names are not looked up)");
}

TEST_F(Resolver, ABomIsPassedOverAndAnEndlessLineRefused) {
  const std::string path = Write("r.txt",
                                 "\xEF\xBB\xBF"
                                 "127.0.0.1\r\n");
  EXPECT_EQ(Texts(Resolvers({}, {path})),
            std::vector<std::string>{"127.0.0.1:53"});
  const std::string endless = Write("e.txt", std::string(100000, '1'));
  const std::string refusal = Refusal({}, {endless});
  EXPECT_NE(refusal.find(" line 1 is longer than 65536 bytes: '111"),
            std::string::npos);
  EXPECT_LT(refusal.size(), 300u);
}

TEST_F(Resolver, AnErrorNamesFiveAtMost) {
  std::vector<Endpoint> resolvers;
  for (uint32_t i = 1; i <= 5; ++i) {
    resolvers.push_back({Address::V4(0x7F000000 + i), 53});
  }
  const std::string five =
      "127.0.0.1:53, 127.0.0.2:53, 127.0.0.3:53, 127.0.0.4:53, 127.0.0.5:53";
  EXPECT_EQ(ResolverNames(resolvers), five);
  resolvers.push_back({Address::V4(0x7F000006), 53});
  resolvers.push_back({Address::V4(0x7F000007), 53});
  EXPECT_EQ(ResolverNames(resolvers), five + " and 2 more");
}

TEST_F(Resolver, AWrongLineIsNamed) {
  const std::string path = Write("r.txt", "127.0.0.1\nns1.example.com\n");
  EXPECT_EQ(Refusal({}, {path})
                .find("--resolver-file " + path +
                      " line 2: 'ns1.example.com' is not"),
            0u);
}

TEST_F(Resolver, AFileWithoutResolversIsRefused) {
  const std::string path = Write("r.txt", "# none\n");
  EXPECT_EQ(Refusal({}, {path}),
            "--resolver-file " + path +
                " names no resolver; one address a line is needed");
}

TEST_F(Resolver, AMissingFileAndAFolderAreRefused) {
  EXPECT_EQ(Refusal({}, {Path("none")}),
            "--resolver-file " + Path("none") +
                " cannot be read: No such file or directory; expected a text "
                "file with one resolver's address a line");
  EXPECT_EQ(Refusal({}, {folder_}),
            "--resolver-file " + folder_ +
                " cannot be read: Is a directory; expected a text file with "
                "one resolver's address a line");
}

TEST_F(Resolver, SystemHasNameserverLines) {
  EXPECT_EQ(OfSystem("# nameserver 192.0.2.9\nsearch example.com\n"
                     "nameserver 192.0.2.1\nnameserver\t2001:db8::1  x\n"
                     "nameserver fe80::1%eth0\nnameserver\n"
                     "nameserverx 192.0.2.8\nnameserver host\n",
                     ""),
            (std::vector<std::string>{"192.0.2.1:53", "[2001:db8::1]:53"}));
}

TEST_F(Resolver, BehindTheStubAreThoseItForwardsTo) {
  EXPECT_EQ(OfSystem("nameserver 127.0.0.53\noptions edns0\n",
                     "nameserver 192.0.2.1\nnameserver 192.0.2.2\n"),
            (std::vector<std::string>{"192.0.2.1:53", "192.0.2.2:53"}));
}

TEST_F(Resolver, AStubAmongOthersStays) {
  EXPECT_EQ(OfSystem("nameserver 127.0.0.53\nnameserver 192.0.2.7\n",
                     "nameserver 192.0.2.1\n"),
            (std::vector<std::string>{"127.0.0.53:53", "192.0.2.7:53"}));
}

TEST_F(Resolver, ASystemWithoutResolversNamesTheFlag) {
  const std::string empty = Write("empty.conf", "search example.com\n");
  EXPECT_EQ(Refusal({}, {}, {.resolv_conf = empty, .behind_stub = empty}),
            "no -r was given, and " + empty +
                " names no resolver that can be asked; name one with -r "
                "ADDR[:PORT]");
  EXPECT_EQ(Refusal({}, {}, {.resolv_conf = Path("none")}).find("no -r was"),
            0u);
}

TEST_F(Resolver, SourceMustBeOfTheResolversFamily) {
  const std::vector<Endpoint> both = {{Address::V4(0x7F000001), 53},
                                      {Address::V6(0, 1), 53}};
  EXPECT_NO_THROW(CheckSource(both, std::nullopt));
  EXPECT_NO_THROW(CheckSource({both[1]}, Address::V6(0, 1)));
  try {
    CheckSource(both, Address::V4(0x7F000001));
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "--source 127.0.0.1 cannot reach the resolver [::1]:53, which "
                 "is of the other address family; name only IPv4 resolvers "
                 "with -r");
  }
}

}  // namespace
}  // namespace ptrcensus
