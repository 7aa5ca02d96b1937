// The tables of the gazetteer, as their files have them, the image that scripts/make-gazetteer makes from them, and their sizes in bytes.

extern const long feedgen_countries_count, feedgen_affiliations_count, feedgen_homonyms_count, feedgen_places_count,
  feedgen_people_count, feedgen_words_count, feedgen_country_languages_count, feedgen_disputed_count,
  feedgen_hosts_count, feedgen_gazetteer_count;

const unsigned char *feedgen_gazetteer_bytes(void);
const unsigned char *feedgen_countries_bytes(void);
const unsigned char *feedgen_affiliations_bytes(void);
const unsigned char *feedgen_homonyms_bytes(void);
const unsigned char *feedgen_places_bytes(void);
const unsigned char *feedgen_people_bytes(void);
const unsigned char *feedgen_words_bytes(void);
const unsigned char *feedgen_country_languages_bytes(void);
const unsigned char *feedgen_disputed_bytes(void);
const unsigned char *feedgen_hosts_bytes(void);
