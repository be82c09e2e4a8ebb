// GMime as Swift can call it: its casts and checks are macros, and its memory is counted by GObject.
#include <gmime/gmime.h>
#include <stdint.h>

typedef enum {
    HEARTH_MIME_OTHER = 0,
    HEARTH_MIME_MULTIPART = 1,
    HEARTH_MIME_MESSAGE = 2,
    HEARTH_MIME_LEAF = 3,
} hearth_mime_kind_t;

/// Must be called once before anything else.
static inline void hearth_mime_initialise(void) { g_mime_init(); }

/// The message in `bytes` (header fields and body, no line of an mbox above them), or NULL. The caller releases it.
static inline void *hearth_mime_parse(const void *bytes, size_t count) {
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes, count);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    g_mime_parser_set_persist_stream(parser, FALSE);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
    g_object_unref(parser);
    g_object_unref(stream);
    return message;
}

static inline void hearth_mime_release(void *object) { g_object_unref(object); }

/// The body of a message as a whole; borrowed, may be NULL.
static inline void *hearth_mime_body(void *message) { return g_mime_message_get_mime_part(GMIME_MESSAGE(message)); }

static inline hearth_mime_kind_t hearth_mime_kind(void *part) {
    if (GMIME_IS_MULTIPART(part)) return HEARTH_MIME_MULTIPART;
    if (GMIME_IS_MESSAGE_PART(part)) return HEARTH_MIME_MESSAGE;
    if (GMIME_IS_PART(part)) return HEARTH_MIME_LEAF;
    return HEARTH_MIME_OTHER;
}

static inline int hearth_mime_count(void *part) { return g_mime_multipart_get_count(GMIME_MULTIPART(part)); }
static inline void *hearth_mime_child(void *part, int index) {
    return g_mime_multipart_get_part(GMIME_MULTIPART(part), index);
}

/// The message inside a message/rfc822 part; borrowed, may be NULL.
static inline void *hearth_mime_inner(void *part) {
    return g_mime_message_part_get_message(GMIME_MESSAGE_PART(part));
}

/// `type/subtype`; the caller frees it.
static inline char *hearth_mime_type(void *part) {
    GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(part));
    return type ? g_mime_content_type_get_mime_type(type) : NULL;
}

static inline const char *hearth_mime_parameter(void *part, const char *name) {
    return g_mime_object_get_content_type_parameter(GMIME_OBJECT(part), name);
}

static inline const char *hearth_mime_disposition(void *part) {
    return g_mime_object_get_disposition(GMIME_OBJECT(part));
}

/// Encoded words in it are not decoded reliably: see `hearth_mime_raw_header`.
static inline const char *hearth_mime_file_name(void *part) { return g_mime_part_get_filename(GMIME_PART(part)); }
static inline const char *hearth_mime_content_id(void *part) { return g_mime_object_get_content_id(GMIME_OBJECT(part)); }
/// The value of a header as it stands in the message; borrowed, may be NULL. Encoded words (RFC 2047) are still encoded:
/// of several in base64, GMime 3.2 loses what comes behind one that ends in `=`.
static inline const char *hearth_mime_raw_header(void *object, const char *name) {
    GMimeHeaderList *headers = g_mime_object_get_header_list(GMIME_OBJECT(object));
    GMimeHeader *header = headers ? g_mime_header_list_get_header(headers, name) : NULL;
    return header ? g_mime_header_get_raw_value(header) : NULL;
}

/// The bytes of a leaf, its transfer encoding undone, or NULL. The caller gives the stream back by `hearth_mime_release`.
static inline void *hearth_mime_content(void *part, const uint8_t **bytes, size_t *count) {
    GMimeDataWrapper *content = g_mime_part_get_content(GMIME_PART(part));
    if (!content) return NULL;
    GMimeStream *stream = g_mime_stream_mem_new();
    g_mime_data_wrapper_write_to_stream(content, stream);
    GByteArray *array = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
    *bytes = array->data;
    *count = array->len;
    return stream;
}

/// Seconds since 1970 of a date as mails write it (RFC 5322 and its many relatives); 0 with `*known` 0 for none.
static inline int64_t hearth_mime_date(const char *text, int *known) {
    GDateTime *date = g_mime_utils_header_decode_date(text);
    *known = date != NULL;
    if (!date) return 0;
    int64_t seconds = g_date_time_to_unix(date);
    g_date_time_unref(date);
    return seconds;
}

static inline void hearth_mime_free(char *text) { g_free(text); }
