"""Writes the man page from what the program says of itself: `hearth --experimental-dump-help | man.py VERSION`."""

import json
import sys


def escaped(text):
    text = (text or "").replace("\\", "\\e").replace("-", "\\-")
    return "\n".join("\\&" + line if line[:1] in ".'" else line for line in text.splitlines())


def names(argument):
    written = []
    for name in argument.get("names") or []:
        dashes = "-" if name["kind"] in ("short", "longWithSingleDash") else "--"
        written.append(f"\\fB{escaped(dashes + name['name'])}\\fR")
    value = f" \\fI{escaped(argument.get('valueName', ''))}\\fR" if argument["kind"] == "option" else ""
    return ", ".join(written) + value if written else f"\\fI{escaped(argument.get('valueName', ''))}\\fR"


def section(command, path, out):
    out.append(f".SS {escaped(' '.join(path))}")
    out.append(escaped(command.get("abstract")))
    if command.get("discussion"):
        out += [".PP", ".nf", escaped(command["discussion"]), ".fi"]
    for argument in command.get("arguments") or []:
        if not argument.get("shouldDisplay", True) or (argument.get("names") or [{}])[0].get("name") in ("help", "h", "version"):
            continue
        out += [".TP", names(argument), escaped(argument.get("abstract") or argument.get("discussion"))]
    for child in command.get("subcommands") or []:
        if child["commandName"] != "help" and child.get("shouldDisplay", True):
            section(child, path + [child["commandName"]], out)


def main():
    root = json.load(sys.stdin)["command"]
    out = [f'.TH HEARTH 1 "" "Hearth {sys.argv[1]}" "User Commands"', ".SH NAME",
           "hearth \\- " + escaped(root["abstract"][0].lower() + root["abstract"][1:].rstrip(".")), ".SH SYNOPSIS",
           "\\fBhearth\\fR \\fIcommand\\fR [\\fIoptions\\fR]", ".SH DESCRIPTION", escaped(root.get("discussion")),
           ".SH COMMANDS"]
    for child in root["subcommands"]:
        if child["commandName"] != "help":
            section(child, ["hearth", child["commandName"]], out)
    out += [".SH EXIT STATUS", "0 all is well; 1 mistakes in the content; 2 wrong usage or configuration; 3 the system refused.",
            ".SH FILES", "\\fIhearth.yml\\fR the settings of a site; \\fI.hearth/\\fR its caches."]
    print("\n".join(out))


if __name__ == "__main__":
    main()
