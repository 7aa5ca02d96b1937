#include "page_assets.h"

#define ASSET(name)                                 \
  const long feedgen_##name##_count = sizeof name; \
  const unsigned char *feedgen_##name##_bytes(void) { return name; }

static const unsigned char index[] = {
#embed "index.html"
};
ASSET(index)

static const unsigned char page_style[] = {
#embed "page.css"
};
ASSET(page_style)

static const unsigned char page_script[] = {
#embed "page.js"
};
ASSET(page_script)

static const unsigned char topic_script[] = {
#embed "topic.js"
};
ASSET(topic_script)

static const unsigned char feed_style[] = {
#embed "feed.css"
};
ASSET(feed_style)

static const unsigned char icon[] = {
#embed "icon.png"
};
ASSET(icon)
