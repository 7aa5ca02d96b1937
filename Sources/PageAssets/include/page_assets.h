// The files of web pages, as they are in this directory, and their sizes in bytes.

extern const long feedgen_index_count, feedgen_page_style_count, feedgen_page_script_count, feedgen_topic_script_count,
  feedgen_feed_style_count, feedgen_icon_count;

const unsigned char *feedgen_index_bytes(void);
const unsigned char *feedgen_page_style_bytes(void);
const unsigned char *feedgen_page_script_bytes(void);
const unsigned char *feedgen_topic_script_bytes(void);
const unsigned char *feedgen_feed_style_bytes(void);
const unsigned char *feedgen_icon_bytes(void);
