// The default theme, embedded file by file, so that the program is one file and always finds its theme.
//
// A new file of Layouts/ needs two lines here: its bytes, and its place in the table. A test compares the table with the
// folder.
#include "theme.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

// Every array ends with a zero, because C has no arrays of nothing; the table does not count it.
static const unsigned char file_readme[] = {
#embed "../../Layouts/README.md" suffix(,)
    0};
static const unsigned char file_i18n_ar_yml[] = {
#embed "../../Layouts/i18n/ar.yml" suffix(,)
    0};
static const unsigned char file_i18n_da_yml[] = {
#embed "../../Layouts/i18n/da.yml" suffix(,)
    0};
static const unsigned char file_i18n_de_yml[] = {
#embed "../../Layouts/i18n/de.yml" suffix(,)
    0};
static const unsigned char file_i18n_es_yml[] = {
#embed "../../Layouts/i18n/es.yml" suffix(,)
    0};
static const unsigned char file_i18n_fr_yml[] = {
#embed "../../Layouts/i18n/fr.yml" suffix(,)
    0};
static const unsigned char file_i18n_it_yml[] = {
#embed "../../Layouts/i18n/it.yml" suffix(,)
    0};
static const unsigned char file_i18n_nb_yml[] = {
#embed "../../Layouts/i18n/nb.yml" suffix(,)
    0};
static const unsigned char file_i18n_nl_yml[] = {
#embed "../../Layouts/i18n/nl.yml" suffix(,)
    0};
static const unsigned char file_i18n_pl_yml[] = {
#embed "../../Layouts/i18n/pl.yml" suffix(,)
    0};
static const unsigned char file_i18n_pt_yml[] = {
#embed "../../Layouts/i18n/pt.yml" suffix(,)
    0};
static const unsigned char file_i18n_sv_yml[] = {
#embed "../../Layouts/i18n/sv.yml" suffix(,)
    0};
static const unsigned char file_404_mustache[] = {
#embed "../../Layouts/404.mustache" suffix(,)
    0};
static const unsigned char file_assets_favicon_svg[] = {
#embed "../../Layouts/assets/favicon.svg" suffix(,)
    0};
static const unsigned char file_assets_icons_svg[] = {
#embed "../../Layouts/assets/icons.svg" suffix(,)
    0};
static const unsigned char file_assets_site_css[] = {
#embed "../../Layouts/assets/site.css" suffix(,)
    0};
static const unsigned char file_assets_redirect_js[] = {
#embed "../../Layouts/assets/redirect.js" suffix(,)
    0};
static const unsigned char file_assets_search_js[] = {
#embed "../../Layouts/assets/search.js" suffix(,)
    0};
static const unsigned char file_assets_find_js[] = {
#embed "../../Layouts/assets/find.js" suffix(,)
    0};
static const unsigned char file_assets_site_js[] = {
#embed "../../Layouts/assets/site.js" suffix(,)
    0};
static const unsigned char file_assets_theme_js[] = {
#embed "../../Layouts/assets/theme.js" suffix(,)
    0};
static const unsigned char file_ask_mustache[] = {
#embed "../../Layouts/ask.mustache" suffix(,)
    0};
static const unsigned char file_a_z_mustache[] = {
#embed "../../Layouts/a-z.mustache" suffix(,)
    0};
static const unsigned char file_document_mustache[] = {
#embed "../../Layouts/document.mustache" suffix(,)
    0};
static const unsigned char file_documents_mustache[] = {
#embed "../../Layouts/documents.mustache" suffix(,)
    0};
static const unsigned char file_event_mustache[] = {
#embed "../../Layouts/event.mustache" suffix(,)
    0};
static const unsigned char file_events_mustache[] = {
#embed "../../Layouts/events.mustache" suffix(,)
    0};
static const unsigned char file_group_mustache[] = {
#embed "../../Layouts/group.mustache" suffix(,)
    0};
static const unsigned char file_groups_mustache[] = {
#embed "../../Layouts/groups.mustache" suffix(,)
    0};
static const unsigned char file_home_mustache[] = {
#embed "../../Layouts/home.mustache" suffix(,)
    0};
static const unsigned char file_measure_mustache[] = {
#embed "../../Layouts/measure.mustache" suffix(,)
    0};
static const unsigned char file_measures_mustache[] = {
#embed "../../Layouts/measures.mustache" suffix(,)
    0};
static const unsigned char file_page_mustache[] = {
#embed "../../Layouts/page.mustache" suffix(,)
    0};
static const unsigned char file_partials_avatar_mustache[] = {
#embed "../../Layouts/partials/avatar.mustache" suffix(,)
    0};
static const unsigned char file_partials_backlinks_mustache[] = {
#embed "../../Layouts/partials/backlinks.mustache" suffix(,)
    0};
static const unsigned char file_partials_breadcrumbs_mustache[] = {
#embed "../../Layouts/partials/breadcrumbs.mustache" suffix(,)
    0};
static const unsigned char file_partials_comments_mustache[] = {
#embed "../../Layouts/partials/comments.mustache" suffix(,)
    0};
static const unsigned char file_partials_edit_mustache[] = {
#embed "../../Layouts/partials/edit.mustache" suffix(,)
    0};
static const unsigned char file_partials_feeds_mustache[] = {
#embed "../../Layouts/partials/feeds.mustache" suffix(,)
    0};
static const unsigned char file_partials_footer_mustache[] = {
#embed "../../Layouts/partials/footer.mustache" suffix(,)
    0};
static const unsigned char file_partials_group_table_mustache[] = {
#embed "../../Layouts/partials/group-table.mustache" suffix(,)
    0};
static const unsigned char file_partials_head_mustache[] = {
#embed "../../Layouts/partials/head.mustache" suffix(,)
    0};
static const unsigned char file_partials_header_mustache[] = {
#embed "../../Layouts/partials/header.mustache" suffix(,)
    0};
static const unsigned char file_partials_measure_table_mustache[] = {
#embed "../../Layouts/partials/measure-table.mustache" suffix(,)
    0};
static const unsigned char file_partials_more_mustache[] = {
#embed "../../Layouts/partials/more.mustache" suffix(,)
    0};
static const unsigned char file_partials_on_this_page_mustache[] = {
#embed "../../Layouts/partials/on-this-page.mustache" suffix(,)
    0};
static const unsigned char file_partials_outline_mustache[] = {
#embed "../../Layouts/partials/outline.mustache" suffix(,)
    0};
static const unsigned char file_partials_pagination_mustache[] = {
#embed "../../Layouts/partials/pagination.mustache" suffix(,)
    0};
static const unsigned char file_partials_people_who_mustache[] = {
#embed "../../Layouts/partials/people-who.mustache" suffix(,)
    0};
static const unsigned char file_partials_person_mustache[] = {
#embed "../../Layouts/partials/person.mustache" suffix(,)
    0};
static const unsigned char file_partials_previous_next_mustache[] = {
#embed "../../Layouts/partials/previous-next.mustache" suffix(,)
    0};
static const unsigned char file_partials_provenance_mustache[] = {
#embed "../../Layouts/partials/provenance.mustache" suffix(,)
    0};
static const unsigned char file_partials_restricted_mustache[] = {
#embed "../../Layouts/partials/restricted.mustache" suffix(,)
    0};
static const unsigned char file_partials_tabs_mustache[] = {
#embed "../../Layouts/partials/tabs.mustache" suffix(,)
    0};
static const unsigned char file_partials_topics_mustache[] = {
#embed "../../Layouts/partials/topics.mustache" suffix(,)
    0};
static const unsigned char file_people_mustache[] = {
#embed "../../Layouts/people.mustache" suffix(,)
    0};
static const unsigned char file_person_mustache[] = {
#embed "../../Layouts/person.mustache" suffix(,)
    0};
static const unsigned char file_question_mustache[] = {
#embed "../../Layouts/question.mustache" suffix(,)
    0};
static const unsigned char file_questions_mustache[] = {
#embed "../../Layouts/questions.mustache" suffix(,)
    0};
static const unsigned char file_redirect_mustache[] = {
#embed "../../Layouts/redirect.mustache" suffix(,)
    0};
static const unsigned char file_rows_answer_mustache[] = {
#embed "../../Layouts/rows/answer.mustache" suffix(,)
    0};
static const unsigned char file_rows_document_mustache[] = {
#embed "../../Layouts/rows/document.mustache" suffix(,)
    0};
static const unsigned char file_rows_event_mustache[] = {
#embed "../../Layouts/rows/event.mustache" suffix(,)
    0};
static const unsigned char file_rows_gap_mustache[] = {
#embed "../../Layouts/rows/gap.mustache" suffix(,)
    0};
static const unsigned char file_rows_group_mustache[] = {
#embed "../../Layouts/rows/group.mustache" suffix(,)
    0};
static const unsigned char file_rows_link_mustache[] = {
#embed "../../Layouts/rows/link.mustache" suffix(,)
    0};
static const unsigned char file_rows_measure_mustache[] = {
#embed "../../Layouts/rows/measure.mustache" suffix(,)
    0};
static const unsigned char file_rows_person_mustache[] = {
#embed "../../Layouts/rows/person.mustache" suffix(,)
    0};
static const unsigned char file_rows_question_mustache[] = {
#embed "../../Layouts/rows/question.mustache" suffix(,)
    0};
static const unsigned char file_rows_story_mustache[] = {
#embed "../../Layouts/rows/story.mustache" suffix(,)
    0};
static const unsigned char file_rows_topic_mustache[] = {
#embed "../../Layouts/rows/topic.mustache" suffix(,)
    0};
static const unsigned char file_rows_use_case_mustache[] = {
#embed "../../Layouts/rows/use-case.mustache" suffix(,)
    0};
static const unsigned char file_rows_who_to_ask_mustache[] = {
#embed "../../Layouts/rows/who-to-ask.mustache" suffix(,)
    0};
static const unsigned char file_search_mustache[] = {
#embed "../../Layouts/search.mustache" suffix(,)
    0};
static const unsigned char file_strategy_mustache[] = {
#embed "../../Layouts/strategy.mustache" suffix(,)
    0};
static const unsigned char file_topic_mustache[] = {
#embed "../../Layouts/topic.mustache" suffix(,)
    0};
static const unsigned char file_topics_mustache[] = {
#embed "../../Layouts/topics.mustache" suffix(,)
    0};
static const unsigned char file_use_case_mustache[] = {
#embed "../../Layouts/use-case.mustache" suffix(,)
    0};
static const unsigned char file_use_cases_mustache[] = {
#embed "../../Layouts/use-cases.mustache" suffix(,)
    0};

#define FILE(name, bytes) {name, bytes, sizeof(bytes) - 1}

// In byte order of the names.
static const struct theme_file files[] = {
    FILE("i18n/ar.yml", file_i18n_ar_yml),
    FILE("i18n/da.yml", file_i18n_da_yml),
    FILE("i18n/de.yml", file_i18n_de_yml),
    FILE("i18n/es.yml", file_i18n_es_yml),
    FILE("i18n/fr.yml", file_i18n_fr_yml),
    FILE("i18n/it.yml", file_i18n_it_yml),
    FILE("i18n/nb.yml", file_i18n_nb_yml),
    FILE("i18n/nl.yml", file_i18n_nl_yml),
    FILE("i18n/pl.yml", file_i18n_pl_yml),
    FILE("i18n/pt.yml", file_i18n_pt_yml),
    FILE("i18n/sv.yml", file_i18n_sv_yml),
    FILE("404.mustache", file_404_mustache),
    FILE("assets/favicon.svg", file_assets_favicon_svg),
    FILE("assets/icons.svg", file_assets_icons_svg),
    FILE("assets/redirect.js", file_assets_redirect_js),
    FILE("assets/site.css", file_assets_site_css),
    FILE("assets/site.js", file_assets_site_js),
    FILE("assets/theme.js", file_assets_theme_js),
    FILE("assets/search.js", file_assets_search_js),
    FILE("assets/find.js", file_assets_find_js),
    FILE("ask.mustache", file_ask_mustache),
    FILE("a-z.mustache", file_a_z_mustache),
    FILE("document.mustache", file_document_mustache),
    FILE("documents.mustache", file_documents_mustache),
    FILE("event.mustache", file_event_mustache),
    FILE("events.mustache", file_events_mustache),
    FILE("group.mustache", file_group_mustache),
    FILE("groups.mustache", file_groups_mustache),
    FILE("home.mustache", file_home_mustache),
    FILE("measure.mustache", file_measure_mustache),
    FILE("measures.mustache", file_measures_mustache),
    FILE("page.mustache", file_page_mustache),
    FILE("partials/avatar.mustache", file_partials_avatar_mustache),
    FILE("partials/backlinks.mustache", file_partials_backlinks_mustache),
    FILE("partials/breadcrumbs.mustache", file_partials_breadcrumbs_mustache),
    FILE("partials/comments.mustache", file_partials_comments_mustache),
    FILE("partials/edit.mustache", file_partials_edit_mustache),
    FILE("partials/feeds.mustache", file_partials_feeds_mustache),
    FILE("partials/footer.mustache", file_partials_footer_mustache),
    FILE("partials/group-table.mustache", file_partials_group_table_mustache),
    FILE("partials/head.mustache", file_partials_head_mustache),
    FILE("partials/header.mustache", file_partials_header_mustache),
    FILE("partials/measure-table.mustache", file_partials_measure_table_mustache),
    FILE("partials/more.mustache", file_partials_more_mustache),
    FILE("partials/on-this-page.mustache", file_partials_on_this_page_mustache),
    FILE("partials/outline.mustache", file_partials_outline_mustache),
    FILE("partials/pagination.mustache", file_partials_pagination_mustache),
    FILE("partials/people-who.mustache", file_partials_people_who_mustache),
    FILE("partials/person.mustache", file_partials_person_mustache),
    FILE("partials/previous-next.mustache", file_partials_previous_next_mustache),
    FILE("partials/provenance.mustache", file_partials_provenance_mustache),
    FILE("partials/restricted.mustache", file_partials_restricted_mustache),
    FILE("partials/tabs.mustache", file_partials_tabs_mustache),
    FILE("partials/topics.mustache", file_partials_topics_mustache),
    FILE("people.mustache", file_people_mustache),
    FILE("person.mustache", file_person_mustache),
    FILE("question.mustache", file_question_mustache),
    FILE("questions.mustache", file_questions_mustache),
    FILE("redirect.mustache", file_redirect_mustache),
    FILE("rows/answer.mustache", file_rows_answer_mustache),
    FILE("rows/document.mustache", file_rows_document_mustache),
    FILE("rows/event.mustache", file_rows_event_mustache),
    FILE("rows/gap.mustache", file_rows_gap_mustache),
    FILE("rows/group.mustache", file_rows_group_mustache),
    FILE("rows/link.mustache", file_rows_link_mustache),
    FILE("rows/measure.mustache", file_rows_measure_mustache),
    FILE("rows/person.mustache", file_rows_person_mustache),
    FILE("rows/question.mustache", file_rows_question_mustache),
    FILE("rows/story.mustache", file_rows_story_mustache),
    FILE("rows/topic.mustache", file_rows_topic_mustache),
    FILE("rows/use-case.mustache", file_rows_use_case_mustache),
    FILE("rows/who-to-ask.mustache", file_rows_who_to_ask_mustache),
    FILE("search.mustache", file_search_mustache),
    FILE("strategy.mustache", file_strategy_mustache),
    FILE("topic.mustache", file_topic_mustache),
    FILE("topics.mustache", file_topics_mustache),
    FILE("use-case.mustache", file_use_case_mustache),
    FILE("use-cases.mustache", file_use_cases_mustache),
};

long theme_file_count(void) { return sizeof(files) / sizeof(files[0]); }

struct theme_file theme_file_at(long index) { return files[index]; }

struct theme_file theme_reference(void) { return (struct theme_file)FILE("README.md", file_readme); }
