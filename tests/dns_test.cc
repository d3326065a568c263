#include "io/dns.h"

#include <gtest/gtest.h>

namespace ptrcensus {
namespace {

std::string TextOf(int code) {
  std::string text;
  AppendText(text, static_cast<Rcode>(code));
  return text;
}

TEST(Dns, NamesTheRcodesOfTheRegistry) {
  EXPECT_EQ(TextOf(0), "NOERROR");
  EXPECT_EQ(TextOf(1), "FORMERR");
  EXPECT_EQ(TextOf(2), "SERVFAIL");
  EXPECT_EQ(TextOf(3), "NXDOMAIN");
  EXPECT_EQ(TextOf(4), "NOTIMP");
  EXPECT_EQ(TextOf(5), "REFUSED");
  EXPECT_EQ(TextOf(9), "NOTAUTH");
  EXPECT_EQ(TextOf(11), "DSOTYPENI");
  EXPECT_EQ(TextOf(16), "BADVERS");
  EXPECT_EQ(TextOf(23), "BADCOOKIE");
}

TEST(Dns, NumbersTheRcodesWithoutName) {
  EXPECT_EQ(TextOf(12), "RCODE12");
  EXPECT_EQ(TextOf(15), "RCODE15");
  EXPECT_EQ(TextOf(24), "RCODE24");
  EXPECT_EQ(TextOf(4095), "RCODE4095");
}

}  // namespace
}  // namespace ptrcensus
