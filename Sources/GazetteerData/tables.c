#include "gazetteer_data.h"

#define TABLE(name)                                     \
  const long feedgen_##name##_count = sizeof name; \
  const unsigned char *feedgen_##name##_bytes(void) { return name; }

// The image is read in place, in words of eight bytes.
static const _Alignas(8) unsigned char gazetteer[] = {
#embed "gazetteer.bin" if_empty(0)
};
TABLE(gazetteer)

static const unsigned char countries[] = {
#embed "countries.tsv"
};
TABLE(countries)

static const unsigned char affiliations[] = {
#embed "affiliations.tsv"
};
TABLE(affiliations)

static const unsigned char homonyms[] = {
#embed "homonyms.tsv"
};
TABLE(homonyms)

static const unsigned char places[] = {
#embed "places.tsv"
};
TABLE(places)

static const unsigned char people[] = {
#embed "people.tsv"
};
TABLE(people)

static const unsigned char disputed[] = {
#embed "disputed.tsv"
};
TABLE(disputed)

static const unsigned char hosts[] = {
#embed "hosts.tsv"
};
TABLE(hosts)

static const unsigned char words[] = {
#embed "words.txt"
};
TABLE(words)

static const unsigned char country_languages[] = {
#embed "country-languages.tsv"
};
TABLE(country_languages)
