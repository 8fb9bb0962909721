/* libxml2, which reads HTML. It is loaded with its first use (xml.c): few documents need it, and it starts slowly. */
#ifndef WHYFIX_XML_H
#define WHYFIX_XML_H

#include <libxml/HTMLparser.h>

#define XML_FUNCTIONS(EACH)                                                                                            \
    EACH(xmlInitParser)                                                                                                \
    EACH(htmlReadMemory)                                                                                               \
    EACH(xmlDocGetRootElement)                                                                                         \
    EACH(xmlFreeDoc)                                                                                                   \
    EACH(xmlHasProp)                                                                                                   \
    EACH(xmlGetProp)                                                                                                   \
    EACH(xmlFree)                                                                                                      \
    EACH(xmlGetLineNo)                                                                                                 \
    EACH(xmlSetStructuredErrorFunc)

/* Its functions, by their names; xmlFree is a variable that holds one. */
typedef struct Xml {
#define DECLARE(function) __typeof__(function) *function;
    XML_FUNCTIONS(DECLARE)
#undef DECLARE
} Xml;

/* From any thread. Does not return where the library is missing: library_missing(). */
const Xml *xml_library(void);

#endif
