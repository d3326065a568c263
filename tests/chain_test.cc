#include "scanner/engine/chain.h"

#include <gtest/gtest.h>

#include <string>

namespace ptrcensus {
namespace {

Name N(const std::string& text) { return *Name::FromText(text); }

Answer Links(std::vector<std::string> names) {
  Answer answer;
  for (const std::string& name : names) answer.chain.push_back(N(name));
  answer.links = static_cast<int>(names.size());
  return answer;
}

TEST(Chain, GoesOnFromTheLastLink) {
  Chain chain(N("a.example"));
  EXPECT_EQ(chain.current(), N("a.example"));
  EXPECT_TRUE(chain.Extend(Links({"b.example", "c.example"})));
  EXPECT_EQ(chain.current(), N("c.example"));
}

TEST(Chain, SeesANameAgain) {
  Chain chain(N("a.example"));
  EXPECT_TRUE(chain.Extend(Links({"b.example"})));
  EXPECT_FALSE(chain.Extend(Links({"a.example"})));
}

TEST(Chain, HasAtMostSixteenLinks) {
  Chain chain(N("a.example"));
  for (int i = 0; i < 16; ++i) {
    EXPECT_TRUE(chain.Extend(Links({"n" + std::to_string(i) + ".example"})));
  }
  EXPECT_FALSE(chain.Extend(Links({"one-more.example"})));
}

}  // namespace
}  // namespace ptrcensus
