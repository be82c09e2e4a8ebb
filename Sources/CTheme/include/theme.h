#ifndef HEARTH_THEME_H
#define HEARTH_THEME_H

/// A file of the default theme.
struct theme_file {
    /// The path below Layouts/, such as `rows/question.mustache`.
    const char *_Nonnull name;
    const unsigned char *_Nonnull bytes;
    long size;
};

/// How many files the default theme has.
long theme_file_count(void);

/// The file at `index`, from 0 to `theme_file_count() - 1`.
struct theme_file theme_file_at(long index);

/// `README.md`: what the files are for, and all names that templates may use.
struct theme_file theme_reference(void);

#endif
