#!/usr/bin/env bash
# What failed, one line each: the full name, and the first line of what was said.
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: eng/failures.sh RESULT...

RESULT is a file that a test program wrote with -xml. Prints nothing for one in which nothing failed.
TEXT
}

case ${1:-} in
'' | -*) usage >&2 && exit 2 ;;
esac

# Tag by tag. A text may have a "<" of its own: until its CDATA section ends, it is put together again.
awk '
    BEGIN { RS = "<" }

    function attribute(name,    rest) {
        if (!match($0, " " name "=\"[^\"]*\"")) return ""
        rest = substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4)
        gsub(/&quot;/, "\"", rest); gsub(/&apos;/, "\047", rest); gsub(/&lt;/, "<", rest); gsub(/&gt;/, ">", rest); gsub(/&#xA;/, " ", rest); gsub(/&amp;/, "\\&", rest)
        return rest
    }

    function finish(    line) {
        line = text
        sub(/\]\]>.*/, "", line)
        sub(/^[ \t\r\n]+/, "", line)
        sub(/[\r\n].*/, "", line)
        print name ": " line
        name = text = ""
        reading = awaited = 0
    }

    reading { text = text "<" $0; if (text ~ /\]\]>/) finish(); next }
    /^test / { name = attribute("result") == "Fail" ? attribute("name") : "" }
    /^error / { name = attribute("name"); if (name == "") name = attribute("type") }
    /^message>/ { awaited = name != "" }
    awaited && /^!\[CDATA\[/ { text = substr($0, 9); reading = 1; if (text ~ /\]\]>/) finish() }
' "$@"
