#include "scanner/verdict/profile.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace ptrcensus {
namespace {

const Profile& Named(std::string_view name) {
  const Profile* profile = FindProfile(name);
  EXPECT_NE(profile, nullptr) << name;
  return *profile;
}

// `refused: fcrdns no_ptr, name_class generic`
std::string Verdict(std::string_view profile, PtrStatus ptr_status,
                    Fcrdns fcrdns, NameClass name_class) {
  const Judgement judgement =
      Judge(Named(profile), ptr_status, fcrdns, name_class);
  std::string text(Text(judgement.standing));
  for (const Rule& rule : judgement.all_rules()) {
    text += (rule == judgement.rules[0] ? ": " : ", ") + Text(rule);
  }
  return text;
}

// With the ptr_status that such an fcrdns comes from.
std::string Verdict(std::string_view profile, Fcrdns fcrdns,
                    NameClass name_class) {
  PtrStatus ptr_status = PtrStatus::kOk;
  if (fcrdns == Fcrdns::kNoPtr) ptr_status = PtrStatus::kNxdomain;
  if (fcrdns == Fcrdns::kPtrTemp) ptr_status = PtrStatus::kServfail;
  return Verdict(profile, ptr_status, fcrdns, name_class);
}

template <typename Call>
void ForEachClass(Call call) {
  for (int i = 0; i < kNameClassCount; ++i) call(static_cast<NameClass>(i));
}

template <typename Call>
void ForEachFcrdns(Call call) {
  for (int i = 0; i < kFcrdnsCount; ++i) call(static_cast<Fcrdns>(i));
}

// Literally: fcrdns = pass and name_class = custom.
TEST(Profile, StrictAcceptsConfirmedCustomNamesAlone) {
  ForEachFcrdns([](Fcrdns fcrdns) {
    ForEachClass([&](NameClass name_class) {
      const bool accepted =
          fcrdns == Fcrdns::kPass && name_class == NameClass::kCustom;
      EXPECT_EQ(Verdict("mail-strict", fcrdns, name_class) == "accepted",
                accepted)
          << Text(fcrdns) << " " << Text(name_class);
    });
  });
}

TEST(Profile, StrictNamesTheClassThatRefuses) {
  ForEachClass([](NameClass name_class) {
    const std::string text(Text(name_class));
    std::string want = "refused: name_class " + text;
    if (name_class == NameClass::kCustom) want = "accepted";
    if (name_class == NameClass::kGenericStatic) {
      want = "warned: name_class generic_static";
    }
    if (name_class == NameClass::kUnset) want = "not_checked";
    EXPECT_EQ(Verdict("mail-strict", Fcrdns::kPass, name_class), want);
  });
}

TEST(Profile, StrictTellsTemporaryFromFinal) {
  const auto verdict = [](Fcrdns fcrdns, NameClass name_class) {
    return Verdict("mail-strict", fcrdns, name_class);
  };
  for (const Fcrdns fcrdns : {Fcrdns::kMismatch, Fcrdns::kNoForward,
                              Fcrdns::kInvalidName, Fcrdns::kNoPtr}) {
    EXPECT_EQ(verdict(fcrdns, NameClass::kCustom),
              "refused: fcrdns " + std::string(Text(fcrdns)));
  }
  EXPECT_EQ(verdict(Fcrdns::kForwardTemp, NameClass::kCustom),
            "temporary: fcrdns forward_temp");
  EXPECT_EQ(verdict(Fcrdns::kForwardTemp, NameClass::kGenericStatic),
            "temporary: fcrdns forward_temp");
  EXPECT_EQ(verdict(Fcrdns::kForwardTemp, NameClass::kUnset),
            "temporary: fcrdns forward_temp");
  EXPECT_EQ(verdict(Fcrdns::kPtrTemp, NameClass::kNone),
            "temporary: fcrdns ptr_temp");
}

TEST(Profile, StrictRefusesForGoodWhereTheClassDoes) {
  EXPECT_EQ(
      Verdict("mail-strict", Fcrdns::kForwardTemp, NameClass::kGenericDynamic),
      "refused: fcrdns forward_temp, name_class generic_dynamic");
  EXPECT_EQ(
      Verdict("mail-strict", Fcrdns::kMismatch, NameClass::kGenericDynamic),
      "refused: fcrdns mismatch, name_class generic_dynamic");
}

TEST(Profile, ThatThereIsNoNameIsSaidOnce) {
  EXPECT_EQ(Verdict("mail-strict", Fcrdns::kNoPtr, NameClass::kNone),
            "refused: fcrdns no_ptr");
}

TEST(Profile, BasicLooksAtForwardConfirmationAlone) {
  ForEachClass([](NameClass name_class) {
    ForEachFcrdns([&](Fcrdns fcrdns) {
      std::string want = "refused: fcrdns " + std::string(Text(fcrdns));
      if (fcrdns == Fcrdns::kPass) want = "accepted";
      if (fcrdns == Fcrdns::kForwardTemp)
        want = "temporary: fcrdns forward_temp";
      if (fcrdns == Fcrdns::kPtrTemp) want = "temporary: fcrdns ptr_temp";
      if (fcrdns == Fcrdns::kNotChecked) want = "not_checked";
      EXPECT_EQ(Verdict("mail-basic", fcrdns, name_class), want);
    });
  });
}

TEST(Profile, PtrOnlyLooksAtTheReverseAnswer) {
  const auto verdict = [](PtrStatus status, Fcrdns fcrdns) {
    return Verdict(
        "ptr-only", status, fcrdns,
        status == PtrStatus::kOk ? NameClass::kGeneric : NameClass::kNone);
  };
  ForEachFcrdns([&](Fcrdns fcrdns) {
    EXPECT_EQ(verdict(PtrStatus::kOk, fcrdns), "accepted") << Text(fcrdns);
  });
  for (const PtrStatus status :
       {PtrStatus::kNxdomain, PtrStatus::kNodata, PtrStatus::kCnameBroken}) {
    EXPECT_EQ(verdict(status, Fcrdns::kNoPtr),
              "refused: ptr_status " + std::string(Text(status)));
  }
  for (const PtrStatus status :
       {PtrStatus::kServfail, PtrStatus::kRefused, PtrStatus::kOtherRcode,
        PtrStatus::kTimeout, PtrStatus::kMalformed, PtrStatus::kCnameLoop}) {
    EXPECT_EQ(verdict(status, Fcrdns::kPtrTemp),
              "temporary: ptr_status " + std::string(Text(status)));
  }
}

TEST(Profile, PtrOnlyRefusesInvalidNames) {
  ForEachClass([](NameClass name_class) {
    std::string want = "accepted";
    if (name_class == NameClass::kInvalid) {
      want = "refused: name_class invalid";
    }
    if (name_class == NameClass::kUnset) want = "not_checked";
    EXPECT_EQ(Verdict("ptr-only", Fcrdns::kMismatch, name_class), want);
  });
}

TEST(Profile, RefusesNothingThatWasNotAsked) {
  for (const Profile& profile : Profiles()) {
    EXPECT_EQ(Verdict(profile.name, PtrStatus::kSkipped, Fcrdns::kNotChecked,
                      NameClass::kNone),
              "not_checked");
  }
  ForEachClass([](NameClass name_class) {
    EXPECT_EQ(Verdict("mail-basic", Fcrdns::kNotChecked, name_class),
              "not_checked");
  });
}

TEST(Profile, StrictRefusesAClassWhateverWasAsked) {
  ForEachClass([](NameClass name_class) {
    const bool refused = name_class != NameClass::kUnset &&
                         name_class != NameClass::kCustom &&
                         name_class != NameClass::kGenericStatic &&
                         name_class != NameClass::kNone;
    EXPECT_EQ(Verdict("mail-strict", Fcrdns::kNotChecked, name_class),
              refused ? "refused: name_class " + std::string(Text(name_class))
                      : "not_checked");
  });
}

TEST(Profile, AreFoundByTheirWholeName) {
  EXPECT_EQ(FindProfile("mail"), nullptr);
  EXPECT_EQ(FindProfile(""), nullptr);
  for (const Profile& profile : Profiles()) {
    EXPECT_EQ(FindProfile(profile.name), &profile);
  }
  EXPECT_EQ(DefaultProfile().name, "mail-strict");
}

TEST(Profile, PostfixRejectsByFcrdns) {
  const std::vector<std::vector<Fcrdns>> want = {
      {Fcrdns::kInvalidName, Fcrdns::kPtrTemp, Fcrdns::kNoPtr},
      {Fcrdns::kNoForward, Fcrdns::kInvalidName, Fcrdns::kForwardTemp,
       Fcrdns::kPtrTemp, Fcrdns::kNoPtr},
      {Fcrdns::kMismatch, Fcrdns::kNoForward, Fcrdns::kInvalidName,
       Fcrdns::kForwardTemp, Fcrdns::kPtrTemp, Fcrdns::kNoPtr},
  };
  for (size_t i = 0; i < want.size(); ++i) {
    std::vector<Fcrdns> rejected;
    ForEachFcrdns([&](Fcrdns fcrdns) {
      if (PostfixRestrictions()[i].rejected.Has(fcrdns)) {
        rejected.push_back(fcrdns);
      }
    });
    EXPECT_EQ(rejected, want[i]) << PostfixRestrictions()[i].name;
  }
}

}  // namespace
}  // namespace ptrcensus
