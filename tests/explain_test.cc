#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "io/error.h"
#include "scanner/cli/explain_command.h"
#include "scanner/cli/verdict_text.h"

namespace ptrcensus {
namespace {

std::string Explained(const std::string& ip, const std::string& name) {
  return ExplainText({ip, name});
}

std::string Refusal(const std::vector<std::string>& args) {
  try {
    return ExplainText(args);
  } catch (const Error& error) {
    return error.what();
  }
}

// The part of `text` below `heading`, up to the next one.
std::string Section(const std::string& text, const std::string& heading) {
  const size_t title = text.find("\n" + heading + "\n");
  if (title == std::string::npos) return {};
  const size_t begin = title + heading.size() + 2;
  return text.substr(begin, text.find("\n\n", begin) - begin);
}

TEST(Explain, MarksTheOctetsInTheName) {
  EXPECT_EQ(Section(Explained("35.196.140.60", "ip60.ip-35-196-140.eu"),
                    "Address in the name"),
            "  ip60.ip-35-196-140.eu\n"
            "    ^^    ^^ ^^^ ^^^\n"
            "  60 is octet 4 (60), 35 is octet 1 (35), 196 is octet 2 (196), "
            "140 is octet 3\n"
            "  (140).\n"
            "  Found perm4: four octets in another order.");
}

TEST(Explain, SplitsTheName) {
  const std::string name =
      Section(Explained("192.0.2.1", "a.b.example.co.uk"), "Name");
  EXPECT_TRUE(
      name.starts_with("  left of the domain  a.b\n"
                       "  registrable domain  example.co.uk\n"
                       "  public suffix       co.uk\n"
                       "  suffix list         "))
      << name;
}

TEST(Explain, ListsEveryWordWithItsWorth) {
  EXPECT_EQ(
      Section(Explained("203.0.113.5", "host7.dsl.pool.mail.example.net"),
              "Words"),
      "  host7               template        alone: nothing  not counted\n"
      "  dsl                 access          alone: noted    counted\n"
      "  pool                dynamic         alone: weak     counted\n"
      "  mail                mail            alone: nothing  sets the role "
      "mail");
}

TEST(Explain, TellsTheProviderRuleAndItsSource) {
  const std::string rule =
      Section(Explained("45.159.220.54", "vmi2065598.contaboserver.net"),
              "Provider rule");
  EXPECT_NE(rule.find("Contabo: `vmi#.contaboserver.net`"), std::string::npos)
      << rule;
  EXPECT_NE(rule.find("Source: "), std::string::npos) << rule;
}

TEST(Explain, TellsTheInterface) {
  EXPECT_NE(Section(Explained("77.243.185.238", "xe-0-0-33-0.agg3.m247.com"),
                    "Interface")
                .find("0-0-33-0"),
            std::string::npos);
}

TEST(Explain, TellsTheLineOfTheDecisionTable) {
  const auto decision = [](const char* ip, const char* name) {
    return Section(Explained(ip, name), "Decision").substr(2, 7);
  };
  EXPECT_EQ(decision("203.0.113.5", "co.uk"), "Line 1 ");
  EXPECT_EQ(decision("203.0.113.5", "unassigned.example.net"), "Line 2 ");
  EXPECT_EQ(decision("203.0.113.5", "xe-0-0-33-0.example.net"), "Line 3 ");
  EXPECT_EQ(decision("203.0.113.5", "203-0-113-5.example.net"), "Line 4 ");
  EXPECT_EQ(decision("203.0.113.5", "mail.example.net"), "Line 12");
}

TEST(Explain, TellsTheVerdictAsTheRowDoes) {
  EXPECT_EQ(
      Section(Explained("203.0.113.7", "host-203-000-113-007.dyn.example.net"),
              "Verdict"),
      "  name_class          generic_dynamic\n"
      "  is_generic          true\n"
      "  confidence          strong\n"
      "  encoding            fwd4.dash.pad3\n"
      "                      four octets forward, joined by `-`, padded to "
      "three digits\n"
      "  tokens              dyn\n"
      "  role                none");
}

TEST(Explain, TellsFindingsWithSeverityAndAdvice) {
  const std::string findings =
      Section(Explained("65.120.142.100", "host-65-120-143-100.cemexusa.com"),
              "Findings");
  EXPECT_NE(findings.find("  ptr_generic (error): "), std::string::npos);
  EXPECT_NE(findings.find("  embeds_other_ip (warning): "), std::string::npos);
  EXPECT_EQ(Section(Explained("192.0.2.1", "mail.ptrcensus.net"), "Findings"),
            "  None.");
}

TEST(Explain, TellsWhatWouldChangeTheVerdict) {
  const auto change = [](const char* ip, const char* name) {
    return Section(Explained(ip, name), "What would change it");
  };
  EXPECT_EQ(
      change("203.0.113.5", "203-0-113-5.example.net"),
      "  What decides is the address in it. A name chosen for the host, such "
      "as\n  mail.example.net, would be custom.\n");
  // Here the domain itself holds the address.
  EXPECT_EQ(
      change("101.0.57.5", "static-101.0.57-5.com"),
      "  What decides is the address in it. A name chosen for the host, such "
      "as\n  mail.example.com, would be custom.\n");
  EXPECT_EQ(change("203.0.113.5", "www.example.net"), "  Nothing to change.\n");
  EXPECT_NE(change("203.205.221.243", "out203-205-221-243.mail.qq.com")
                .find("weak because of a mail word"),
            std::string::npos);
  EXPECT_NE(change("222.173.190.239", "deadbeef.example.com")
                .find("weak because hexadecimal"),
            std::string::npos);
}

TEST(Explain, TheNameThatItSuggestsIsCustom) {
  struct Case {
    const char* ip;
    const char* name;
  };
  for (const Case& c : {
           Case{"203.0.113.5", "203-0-113-5.dyn.example.net"},
           Case{"51.68.45.201", "201.ip-51-68-45.eu"},
           Case{"101.0.57.5", "static-101.0.57-5.com"},
           Case{"203.0.113.5", "co.uk"},
           Case{"203.0.113.5", "5.113.0.203.in-addr.arpa"},
           Case{"203.0.113.5", "static.vnpt.vn"},
           Case{"203.0.113.5", "reverse-not-set.static.example.net"},
           Case{"203.0.113.5", "xe-0-0-1-0.core.example.net"},
           Case{"203.0.113.5", "vmi2065598.contaboserver.net"},
           Case{"203.0.113.5", "dyn-113-5.example.net"},
           Case{"203.0.113.5", "dynamic.example.net"},
           Case{"203.0.113.5", "cust5.example.net"},
       }) {
    std::string text = Section(Explained(c.ip, c.name), "What would change it");
    std::ranges::replace(text, '\n', ' ');
    text.erase(std::ranges::unique(
                   text, [](char a, char b) { return a == ' ' && b == ' '; })
                   .begin(),
               text.end());
    const size_t begin = text.find("such as ");
    ASSERT_NE(begin, std::string::npos) << text;
    std::string name = text.substr(begin + 8);
    name.resize(name.find_first_of(", "));
    if (name.back() == '.') name.pop_back();
    const std::string other = Section(Explained(c.ip, name), "Verdict");
    EXPECT_TRUE(
        other.starts_with("  name_class          custom\n"
                          "  is_generic          false\n"
                          "  confidence          none\n"))
        << name << "\n"
        << other;
  }
}

TEST(Explain, NamesTheWordsThatDecided) {
  const auto change = [](const char* name) {
    return Section(Explained("203.0.113.17", name), "What would change it");
  };
  EXPECT_NE(change("static.dsl-113-17.pool.example.net")
                .find("Without the words `dsl`, `pool` such numbers"),
            std::string::npos);
  EXPECT_NE(
      change("dsl.not-set.example.net").find("decides is the word `not-set`. "),
      std::string::npos);
  EXPECT_NE(change("adsl-dynamic.example.net")
                .find("decides is the word `dynamic`. "),
            std::string::npos);
}

TEST(Explain, LooksForNothingInANameThatIsInvalid) {
  const std::string text = Explained("203.0.113.5", "203.0.113.5");
  EXPECT_EQ(Section(text, "Words"), "");
  EXPECT_NE(text.find("But the name is an IP address."), std::string::npos);
}

TEST(Explain, AHostileNameIsPrintedInPresentationForm) {
  const std::string text = Explained(
      "203.0.113.5", "x\\.\\027[31m\\200-203-0-113-5\\010.example.net");
  EXPECT_NE(text.find("  x\\046\\027\\09131m\\200-203-0-113-5\\010.example.net"
                      "\n                       ^^^ ^ ^^^ ^\n"),
            std::string::npos)
      << text;
  for (const char c : text) {
    EXPECT_TRUE((c >= ' ' && c <= '~') || c == '\n') << text;
  }
}

TEST(Explain, ALongNameIsMarkedInPieces) {
  const std::string label(63, 'a');
  const std::string text = Explained(
      "203.0.113.5", label + "." + label + ".203-0-113-5.example.net");
  std::istringstream lines(text);
  int marked = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.find('^') != std::string::npos) {
      EXPECT_LE(line.size(), 80u);
      ++marked;
    }
  }
  EXPECT_EQ(marked, 1);
}

TEST(Explain, FitsTheScreen) {
  for (const char* name :
       {"host-203-000-113-005.static.dyn.example.net", "xe-203-0-113-5.a.net",
        "vmi2065598.contaboserver.net", "203.0.113.5", "cust5.example.net",
        "s0106001217ab12cd.vc.shawcable.net", "p1-ipad3.ocn.ne.jp"}) {
    std::istringstream lines(Explained("203.0.113.5", name));
    for (std::string line; std::getline(lines, line);) {
      EXPECT_LE(line.size(), 80u) << line;
      EXPECT_FALSE(line.ends_with(' ')) << line;
    }
  }
}

TEST(Explain, RefusesWhatIsNoPair) {
  EXPECT_EQ(Refusal({}),
            "explain takes an address and its name, IP NAME, but nothing was "
            "given");
  EXPECT_EQ(Refusal({"192.0.2.1"}),
            "explain takes an address and its name, IP NAME, but 1 of these "
            "was given");
  EXPECT_EQ(Refusal({"192.0.2", "a"}),
            "IP: '192.0.2' is no IP address; expected one such as 192.0.2.1 or "
            "2001:db8::1");
  EXPECT_EQ(Refusal({"192.0.2.1", "a..b"}),
            "NAME: 'a..b' is no domain name: a label is empty");
  EXPECT_EQ(Refusal({"192.0.2.1", ""}),
            "NAME: '' is no domain name: it is "
            "empty");
}

TEST(Explain, EveryEncodingAndDecisionHasAMeaning) {
  for (int i = 0; i < kEncodingCount; ++i) {
    const auto encoding = static_cast<Encoding>(i);
    const std::string token(Text(encoding));
    const std::string meaning = Meaning(encoding);
    EXPECT_EQ(token.find(".pad3") != std::string::npos,
              meaning.find("padded to three digits") != std::string::npos)
        << token;
    EXPECT_EQ(token.ends_with(".glued"),
              meaning.ends_with("directly after a letter"))
        << token;
    EXPECT_FALSE(meaning.empty());
  }
  for (int i = 1; i <= static_cast<int>(Decision::kNoName); ++i) {
    Classification verdict;
    verdict.decision = static_cast<Decision>(i);
    EXPECT_FALSE(Meaning(verdict.decision).empty());
    EXPECT_TRUE(WhatWouldChange(NameParts{}, verdict).ends_with('.')) << i;
  }
}

}  // namespace
}  // namespace ptrcensus
