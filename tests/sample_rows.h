// Rows for the tests of the formats.
#pragma once

#include <array>
#include <chrono>
#include <string_view>

#include "io/address.h"
#include "io/time.h"
#include "output/row.h"

namespace ptrcensus {

// 2026-01-31T09:00:00.250Z
inline constexpr WallTime kSampleTime{std::chrono::milliseconds(1769850000250)};

// What a row borrows.
inline constexpr std::array<NameResult, 3> kSampleNames = {{
    {"a.example.net", NameStatus::kMismatch},
    {R"(\045b\044\034.example.net)", NameStatus::kPass},
    {"c.example.net", NameStatus::kTemp},
}};
inline constexpr std::array<Address, 2> kSampleForward = {
    Address::V4(0xC0000201), Address::V4(0xC0000263)};
inline constexpr std::array<std::string_view, 2> kSampleTokens = {"dyn",
                                                                  "pool"};
inline constexpr std::array<std::string_view, 2> kSampleFindings = {
    "ptr_multiple", "fcrdns_partial"};

// 192.0.2.1 with a value in every field.
inline Row FullRow() {
  Row row;
  row.ip = Address::V4(0xC0000201);
  row.ptr_status = PtrStatus::kOk;
  row.names = kSampleNames;
  row.names_total = 12;
  row.fcrdns = Fcrdns::kPass;
  row.forward = kSampleForward;
  row.name_class = NameClass::kGenericDynamic;
  row.is_generic = true;
  row.confidence = Confidence::kStrong;
  row.encoding = "fwd4.dash";
  row.tokens = kSampleTokens;
  row.role = Role::kMail;
  row.findings = kSampleFindings;
  row.owner = "1.0/25.2.0.192.in-addr.arpa";
  row.zone = "2.0.192.in-addr.arpa";
  row.ttl = 4294967295;
  row.rcode = Rcode::kNoError;
  row.ede = 0;
  row.flags = {true, true, true, true, true, true};
  row.attempts = 2;
  row.rtt_us = 1234;
  row.server = Endpoint{Address::V4(0xC0000235), 53};
  row.time = kSampleTime;
  return row;
}

// 192.0.2.2, skipped: nothing in every field that can be empty.
inline Row EmptyRow() {
  Row row;
  row.ip = Address::V4(0xC0000202);
  row.time = kSampleTime;
  return row;
}

// 2001:db8::1, NXDOMAIN from a server of its family.
inline Row NegativeV6Row() {
  Row row;
  row.ip = Address::V6(0x20010db800000000, 1);
  row.ptr_status = PtrStatus::kNxdomain;
  row.names_total = 0;
  row.fcrdns = Fcrdns::kNoPtr;
  row.name_class = NameClass::kNone;
  row.rcode = Rcode::kNxDomain;
  row.flags.ad = true;
  row.attempts = 1;
  row.rtt_us = 87;
  row.server = Endpoint{Address::V6(0x20010db800000000, 0x53), 5353};
  row.time = kSampleTime;
  return row;
}

}  // namespace ptrcensus
