#include "scanner/verdict/finding.h"

#include <algorithm>
#include <array>

namespace ptrcensus {
namespace {

constexpr auto kE = Severity::kError;
constexpr auto kW = Severity::kWarning;
constexpr auto kI = Severity::kInfo;
constexpr auto kAddress = FindingScope::kAddress;
constexpr auto kBlock = FindingScope::kBlock;

constexpr std::array<FindingInfo, kFindingCount> kFindings = {{
    {"special_purpose_skipped", kI, kAddress,
     "the address is in special-purpose space and was not asked",
     "Nothing to do; --include-special asks such addresses at a resolver of "
     "your own.",
     "RFC 6890"},
    {"ptr_missing", kE, kAddress, "the address has no PTR record",
     "Set a PTR record for it, at whoever holds the address; an address that "
     "sends no mail can do without.",
     "RFC 1912 2.1; asked by Gmail and all guides for mail servers"},
    {"ptr_servfail", kW, kAddress, "the reverse lookup ended in SERVFAIL",
     "Scan again later; if it stays, check that the servers of the reverse "
     "zone answer and that its DNSSEC signatures are valid.",
     "RFC 8601 2.7.3 (temperror)"},
    {"ptr_refused", kW, kAddress, "the reverse lookup was refused",
     "Ask a resolver that serves you; if it is one, the servers of the reverse "
     "zone refuse it, so check their configuration.",
     "RFC 8601 2.7.3 (temperror)"},
    {"ptr_timeout", kW, kAddress, "the reverse lookup had no answer",
     "Scan again later, at a lower rate; if it stays, the servers of the "
     "reverse zone do not answer.",
     "RFC 8601 2.7.3 (temperror)"},
    {"ptr_cname_loop", kE, kAddress,
     "the aliases of the reverse name go in a circle or have over 16 links",
     "Correct the CNAME records of the reverse zone, so that they end in a "
     "PTR record.",
     "RFC 1034 3.6.2"},
    {"ptr_cname_broken", kE, kAddress,
     "the reverse name is an alias of a name without PTR records",
     "Add the PTR record in the zone that the alias leads to, or remove the "
     "alias.",
     "RFC 2317"},
    {"ptr_via_cname", kI, kAddress, "the PTR record was found behind an alias",
     "Nothing to do: so works classless delegation.", "RFC 2317"},
    {"ptr_name_root", kE, kAddress, "the name is the root, so there is none",
     "Put the full name of the host into the PTR record.", "RFC 1912 2.1"},
    {"ptr_name_ip_literal", kE, kAddress, "the name is the text of an address",
     "Put a host name into the PTR record, not an address.",
     "Postfix refuses numeric names; AOL's guide"},
    {"ptr_name_arpa_suffix", kE, kAddress,
     "the name lies in the reverse tree or holds its name",
     "Put the full name of the host into the PTR record, with its final dot.",
     "AOL's guide; RFC 1912 2.1"},
    {"ptr_name_special_use", kE, kAddress,
     "the name ends in a label that is not in the public DNS (localhost, "
     "local, internal and the like)",
     "Use a name below a domain that is registered.",
     "RFC 6761, 6762, 7686, 8375, 9476"},
    {"ptr_single_label", kE, kAddress, "the name has one label only",
     "Put the full name into the PTR record, host and domain.",
     "RFC 1912 2.1; AOL's guide (FQDN)"},
    {"ptr_public_suffix", kW, kAddress,
     "the name is a public suffix, under which others register",
     "Use a name below a domain of your own.", "publicsuffix.org"},
    {"ptr_tld_unknown", kW, kAddress,
     "the top label of the name is no top-level domain",
     "Check the name for a typing error; use a name below a domain that is "
     "registered.",
     "publicsuffix.org; RFC 1123 2.1 (digits); Haraka's invalid_tld"},
    {"ptr_missing_dot_suspected", kW, kAddress,
     "the domain stands twice in the name, or the reverse zone behind it",
     "Write the name in the PTR record with a final dot, else the server puts "
     "the zone behind it.",
     "RFC 1035 5.1; dnswalk"},
    {"ptr_name_not_hostname", kW, kAddress,
     "the name has other characters than letters, digits and hyphens, or a "
     "hyphen at an edge of a label",
     "Rename the host with letters, digits and inner hyphens; many programs "
     "refuse others.",
     "RFC 952; RFC 1123 2.1"},
    {"ptr_example_domain", kW, kAddress,
     "the name is one of those that are for documentation",
     "Replace the name from an example by one of your own.", "RFC 2606"},
    {"ptr_bare_domain", kI, kAddress, "the name is a domain without a host",
     "Give the host a name of its own below the domain, e.g. mail.",
     "SpamAssassin __RDNS_NO_SUBDOM"},
    {"ptr_www_name", kI, kAddress, "the name is that of a web site (www)",
     "If the address sends mail, name it for that, e.g. mail or mx1.",
     "SpamAssassin __RDNS_IS_WWW"},
    {"ptr_multiple", kI, kAddress,
     "the address has several names; over 10 of them are a warning, since "
     "many receivers read no more",
     "Keep one PTR record, the name that the host says in HELO: many receivers "
     "look at one only.",
     "RFC 2181 10.2; RFC 8601 3; Postfix uses one"},
    {"ptr_multidomain", kW, kAddress,
     "the names of the address lie in several domains",
     "Keep one PTR record, the name that the host says in HELO.",
     "Haraka's fcrdns plug-in"},
    {"ptr_names_truncated", kI, kAddress,
     "the address has more names than were tried",
     "Keep fewer PTR records; --max-names tries more.", "RFC 8601 3"},
    {"ptr_target_nxdomain", kE, kAddress, "the name does not exist",
     "Add an address record for the name, or put a name that exists into the "
     "PTR record.",
     "RFC 1912 2.1; RFC 8601 2.7.3 (fail)"},
    {"ptr_target_nodata", kE, kAddress, "the name has no address",
     "Add an address record for the name.",
     "RFC 1912 2.1; RFC 8601 2.7.3 (fail)"},
    {"ptr_target_no_address_family", kE, kAddress,
     "the name has addresses of the other IP version only",
     "Add the A record for an IPv4 address, the AAAA record for an IPv6 "
     "address.",
     "RFC 8601 3"},
    {"ptr_target_is_cname", kI, kAddress, "the name is an alias",
     "Put the name that the alias leads to into the PTR record.",
     "RFC 1912 2.1; RFC 2181 10.2"},
    {"forward_timeout", kW, kAddress, "the lookup of the name had no answer",
     "Scan again later; if it stays, the servers of the name's zone do not "
     "answer.",
     "RFC 8601 2.7.3 (temperror)"},
    {"forward_servfail", kW, kAddress,
     "the lookup of the name ended in an error, such as SERVFAIL",
     "Scan again later; if it stays, check the servers of the name's zone and "
     "its DNSSEC signatures.",
     "RFC 8601 2.7.3 (temperror)"},
    {"fcrdns_mismatch", kE, kAddress,
     "the name has addresses, and the address is not among them",
     "Add the address to the records of the name, or put the name that has it "
     "into the PTR record.",
     "RFC 8601 2.7.3 (fail); asked by Gmail"},
    {"fcrdns_partial", kI, kAddress,
     "some names of the address lead back to it, others do not",
     "Remove the PTR records whose names do not lead back, or add the address "
     "to these names.",
     "RFC 8601 3"},
    {"forward_to_private", kW, kAddress,
     "a name has an address in private or reserved space",
     "Keep internal addresses out of the public zone.", "RFC 1918 5"},
    {"ptr_generic_dynamic", kE, kAddress,
     "the name is a template for dynamic or access lines",
     "Ask the provider for a static address and a name of your own, or send "
     "mail through a relay.",
     "Virgin Media's and AOL's rules for senders; SpamAssassin RDNS_DYNAMIC"},
    {"ptr_generic", kE, kAddress, "the name is a template with the address",
     "Replace it by a name chosen for the host, e.g. mail.your-domain.",
     "Sender Score Certified; guides for mail servers (no default names)"},
    {"ptr_generic_static", kW, kAddress,
     "the name is a template for static addresses",
     "Replace it by a name chosen for the host: some receivers read it like "
     "that of a dial-up line.",
     "etes.de; fqrdns.pcre"},
    {"ptr_provider_default", kE, kAddress,
     "the name is the provider's default for a new server",
     "Set the host's own name in the provider's panel.",
     "OTC's and Memset's guides"},
    {"ptr_placeholder", kE, kAddress,
     "the name says that nobody named the host",
     "Set the host's own name in the PTR record.",
     "SpamAssassin RDNS_LOCALHOST; guides for mail servers"},
    {"embeds_other_ip", kW, kAddress,
     "the name holds another address than the one it belongs to",
     "Correct the template or the copied record.",
     "RFC 1912 2.1 (PTR and A agree)"},
    {"ttl_zero", kI, kAddress, "the TTL of the PTR record is 0",
     "Set a TTL of an hour or more: with 0 every question goes to your "
     "servers.",
     "RFC 1912 2.2"},
    {"ttl_low", kI, kAddress, "the TTL of the PTR record is under 5 minutes",
     "Raise it when the change that it was lowered for is done.",
     "RFC 1912 2.2"},
    {"ttl_high", kI, kAddress, "the TTL of the PTR record is over 7 days",
     "Lower it before a change, since the old name stays in caches so long.",
     "RFC 1912 2.2"},
    {"dnssec_ad", kI, kAddress, "the resolver validated the answer by DNSSEC",
     "Nothing to do.", "RFC 4035 3.2.3"},
    {"dnssec_bogus", kW, kAddress,
     "a lookup, of the PTR or of its name, ends in SERVFAIL and has an answer "
     "if validation is off",
     "Sign the zone of the PTR or of the name anew, or correct the DS record "
     "above it.",
     "RFC 4035 5.5"},
    {"ipv6_counterpart_missing", kI, kAddress,
     "the name of the IPv4 address has no AAAA record",
     "If the host sends mail over IPv6, add the AAAA record.", "RFC 8601 3"},
    {"ipv6_no_ptr", kI, kAddress,
     "the IPv6 address of the name has no PTR record",
     "Set a PTR record for the IPv6 address: receivers refuse mail from "
     "addresses without.",
     "RFC 1912 2.1; asked by Gmail"},
    {"ptr_name_shared", kW, kBlock, "several addresses have the same name",
     "Give each address a name of its own, with its own forward record.",
     "guides for mail servers"},
    {"generic_sequence", kI, kBlock,
     "the names of the block are numbered along with its addresses",
     "Give hosts that send mail names chosen for them.", "etes.de"},
    {"provider_serial_template", kI, kBlock,
     "the names of the block are one template with serial numbers",
     "Give hosts that send mail names chosen for them.", "etes.de"},
    {"coverage_low", kI, kBlock, "few addresses of the block have a name",
     "Set PTR records for the addresses in use.", "RFC 1912 2.1"},
    {"ptr_wildcard_zone", kW, kBlock,
     "a wildcard gives every name of the reverse zone a PTR record",
     "Replace the wildcard by records for the addresses in use.", "RFC 4592"},
}};

}  // namespace

std::span<const FindingInfo> Findings() { return kFindings; }

const FindingInfo& Info(Finding finding) {
  return kFindings[static_cast<size_t>(finding)];
}

Severity SeverityOf(Finding finding, uint32_t names_total) {
  if (finding == Finding::kPtrMultiple && names_total > kManyNames) {
    return Severity::kWarning;
  }
  return Info(finding).severity;
}

std::optional<Finding> ParseFinding(std::string_view name) {
  const auto found = std::ranges::find(kFindings, name, &FindingInfo::name);
  if (found == kFindings.end()) return std::nullopt;
  return static_cast<Finding>(found - kFindings.begin());
}

}  // namespace ptrcensus
