// libxml2's headers pull in ICU's when libxml2 was built with it, and ICU's clash with Foundation's.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/HTMLparser.h>
#include <libxml/xmlwriter.h>
#include <libxml/tree.h>
