"""Every diagnostic there is: its code, how much it matters, what it means and what to do.

`docs/diagnostics.md` is made of this table.
"""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a diagnostic matters."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Row:
    """What a code means, for its documentation; the remedy is the hint where no better one is given."""

    severity: Severity
    meaning: str
    remedy: str


class Code(StrEnum):
    """The name that a diagnostic carries, and is silenced by."""

    EMPTY = "empty"
    NOT_TEXT = "not-text"
    TOO_LARGE = "too-large"
    TOO_DEEP = "too-deep"
    TOO_MANY_BRACKETS = "too-many-brackets"
    TIME_OUT = "time-out"
    PATH_INVALID = "path-invalid"
    PATH_OUTSIDE = "path-outside"
    UNREADABLE = "unreadable"
    ENCODING_DETECTED = "encoding-detected"
    ENCODING_GUESSED = "encoding-guessed"
    TITLE_MISSING = "title-missing"
    DATE_INVALID = "date-invalid"
    DATE_CONFLICT = "date-conflict"
    NUMBER_CONFLICT = "number-conflict"
    SERIES_CONFLICT = "series-conflict"
    ID_DUPLICATE = "id-duplicate"
    ADDRESS_CLASH = "address-clash"
    ID_INVALID = "id-invalid"
    FRONT_MATTER_UNCLOSED = "front-matter-unclosed"
    FRONT_MATTER_SYNTAX = "front-matter-syntax"
    FRONT_MATTER_TAG = "front-matter-tag"
    FRONT_MATTER_VALUE = "front-matter-value"
    FRONT_MATTER_DUPLICATE = "front-matter-duplicate"
    FRONT_MATTER_UNKNOWN = "front-matter-unknown"
    REASON_MISSING = "reason-missing"
    SIDECAR_ORPHAN = "sidecar-orphan"
    NOTE_DEFINED_TWICE = "note-defined-twice"
    NOTE_LABEL_REPEATED = "note-label-repeated"
    NOTE_UNDEFINED = "note-undefined"
    NOTE_UNREFERENCED = "note-unreferenced"
    NOTE_OUT_OF_ORDER = "note-out-of-order"
    NOTE_SOURCE_MISSING = "note-source-missing"
    BRACKETED_NUMBER = "bracketed-number"
    BRACKETED_CORRECTION = "bracketed-correction"
    QUOTATION_UNCLOSED = "quotation-unclosed"
    QUOTATION_REOPENED = "quotation-reopened"
    TAIL_CUT = "tail-cut"
    CODE_FENCE_UNCLOSED = "code-fence-unclosed"
    CODE_LANGUAGE_UNKNOWN = "code-language-unknown"
    HTML_REMOVED = "html-removed"
    IMAGE_ALT_MISSING = "image-alt-missing"
    IMAGE_REMOTE = "image-remote"
    LINK_BROKEN = "link-broken"
    LINK_AMBIGUOUS = "link-ambiguous"
    FRAGMENT_BROKEN = "fragment-broken"
    ATTACHMENT_REFUSED = "attachment-refused"
    ATTACHMENT_TYPE = "attachment-type"
    ATTACHMENT_MISSING = "attachment-missing"
    ORIGINAL_MISSING = "original-missing"
    ORIGINAL_UNPAIRED = "original-unpaired"
    RELATION_UNKNOWN = "relation-unknown"
    REFERENCE_WANTED = "reference-wanted"
    ALIAS_INVALID = "alias-invalid"
    AUTHORITY_CLASH = "authority-clash"
    AUTHORITY_INVALID = "authority-invalid"
    TEMPLATE_ERROR = "template-error"
    BASE_URL_MISSING = "base-url-missing"
    HOST_FILE_LIMIT = "host-file-limit"
    SETTINGS_INVALID = "settings-invalid"
    MASS_REMOVAL = "mass-removal"
    FILE_UNKNOWN = "file-unknown"
    ADDRESS_OCCUPIED = "address-occupied"
    BUILD_DIFFERS = "build-differs"


TABLE = {
    Code.EMPTY: Row(
        Severity.ERROR,
        "The source has no text.",
        "Write the dispatch, or delete the file.",
    ),
    Code.NOT_TEXT: Row(
        Severity.ERROR,
        "The source holds bytes that no text has.",
        "Save it as text in UTF-8, or move it out of the content folder.",
    ),
    Code.TOO_LARGE: Row(
        Severity.ERROR,
        "The source is larger than a dispatch may be.",
        "Split it, or attach the data as a file.",
    ),
    Code.TOO_DEEP: Row(
        Severity.ERROR,
        "The markup is nested deeper than a page can be.",
        "Flatten the lists or quotations at the place named.",
    ),
    Code.TOO_MANY_BRACKETS: Row(
        Severity.ERROR,
        "A block holds more opening brackets than any text needs, so reading it could take minutes.",
        "Put the passage into a code block.",
    ),
    Code.TIME_OUT: Row(
        Severity.ERROR,
        "Reading the source took longer than the limit.",
        "Simplify the markup of the passage, or split the dispatch.",
    ),
    Code.PATH_INVALID: Row(
        Severity.ERROR,
        "The file's name cannot be part of an address.",
        "Rename the file without control characters.",
    ),
    Code.PATH_OUTSIDE: Row(
        Severity.ERROR,
        "A path or a link on disk leads out of the content folder; nothing outside it is read.",
        "Copy the file into the content folder.",
    ),
    Code.UNREADABLE: Row(
        Severity.ERROR,
        "The file or folder cannot be read.",
        "Give yourself the right to read it, or move it out of the content folder.",
    ),
    Code.ENCODING_DETECTED: Row(
        Severity.NOTICE,
        "The source is not UTF-8; its encoding was detected.",
        "Save it as UTF-8.",
    ),
    Code.ENCODING_GUESSED: Row(
        Severity.WARNING,
        "The source is not UTF-8 and its encoding was guessed.",
        "Check the accents, then save it as UTF-8.",
    ),
    Code.TITLE_MISSING: Row(
        Severity.ERROR,
        "The dispatch has no title.",
        "Give it one: the first paragraph after the banner, or `title:` in the front matter.",
    ),
    Code.DATE_INVALID: Row(
        Severity.ERROR,
        "The date does not exist or has no known form.",
        "Write it as 2023-10-12, 2023-10, 2023, 1955-09~ or 1955/1957.",
    ),
    Code.DATE_CONFLICT: Row(
        Severity.ERROR,
        "Two places of one source give different dates.",
        "Correct the wrong one.",
    ),
    Code.NUMBER_CONFLICT: Row(
        Severity.ERROR,
        "Two places of one source give different numbers.",
        "Correct the wrong one.",
    ),
    Code.SERIES_CONFLICT: Row(
        Severity.ERROR,
        "Two places of one source give different series.",
        "Correct the wrong one.",
    ),
    Code.ID_DUPLICATE: Row(
        Severity.ERROR,
        "Two sources have the same series and number.",
        "Renumber one of them, or delete the copy.",
    ),
    Code.ADDRESS_CLASH: Row(
        Severity.ERROR,
        "Two things would stand at one address, or at addresses that differ only by case.",
        "Rename one of them.",
    ),
    Code.ID_INVALID: Row(
        Severity.ERROR,
        "The series or number gives no usable address.",
        "Choose another series name or number.",
    ),
    Code.FRONT_MATTER_UNCLOSED: Row(
        Severity.ERROR,
        "The front matter is opened and never closed.",
        "Put a line of three hyphens after it.",
    ),
    Code.FRONT_MATTER_SYNTAX: Row(
        Severity.ERROR,
        "The front matter is no valid YAML.",
        "Mend it at the place named.",
    ),
    Code.FRONT_MATTER_TAG: Row(
        Severity.ERROR,
        "The front matter uses a YAML tag, anchor or alias; these are refused.",
        "Write the value out.",
    ),
    Code.FRONT_MATTER_VALUE: Row(
        Severity.ERROR,
        "A value of the front matter is not of the kind that its key wants.",
        "Write it as the hint says.",
    ),
    Code.FRONT_MATTER_DUPLICATE: Row(
        Severity.ERROR,
        "A key stands twice in the front matter.",
        "Keep one of them.",
    ),
    Code.FRONT_MATTER_UNKNOWN: Row(
        Severity.WARNING,
        "The front matter has a key that nothing declares; it is kept out of the archive.",
        "Correct its spelling, or declare it as a [[field]] in archive.toml.",
    ),
    Code.REASON_MISSING: Row(
        Severity.WARNING,
        "A dispatch is corrected, withdrawn or removed, and nothing tells readers why.",
        "Add `reason:` to the front matter.",
    ),
    Code.SIDECAR_ORPHAN: Row(
        Severity.WARNING,
        "A .meta.yaml file has no dispatch beside it.",
        "Rename or delete it.",
    ),
    Code.NOTE_DEFINED_TWICE: Row(
        Severity.ERROR,
        "A footnote is defined twice.",
        "Give one of them another label.",
    ),
    Code.NOTE_LABEL_REPEATED: Row(
        Severity.WARNING,
        "A note label stands twice; references and notes were paired in order.",
        "Compare the pairs on the page.",
    ),
    Code.NOTE_UNDEFINED: Row(
        Severity.WARNING,
        "A footnote is referred to and not defined.",
        "Define it, or escape the bracket.",
    ),
    Code.NOTE_UNREFERENCED: Row(
        Severity.NOTICE,
        "A note has no reference in the text.",
        "Check whether a reference was lost.",
    ),
    Code.NOTE_OUT_OF_ORDER: Row(
        Severity.NOTICE,
        "A note reference stands out of the order of its label.",
        "Check the numbering.",
    ),
    Code.NOTE_SOURCE_MISSING: Row(
        Severity.WARNING,
        "A note begins where its source should stand; the source was lost.",
        "Add the source if it can be found; the note is kept as it is.",
    ),
    Code.BRACKETED_NUMBER: Row(
        Severity.NOTICE,
        "A bracketed number is read as text, since no note has that label.",
        "Nothing, if it is a number; else add the note.",
    ),
    Code.BRACKETED_CORRECTION: Row(
        Severity.NOTICE,
        "A bracketed number is read as an editor's correction, not as a note reference.",
        "Close the gap before the bracket if it is a reference.",
    ),
    Code.QUOTATION_UNCLOSED: Row(
        Severity.WARNING,
        "A quotation is opened and never closed.",
        "Close it where it ends.",
    ),
    Code.QUOTATION_REOPENED: Row(
        Severity.NOTICE,
        "A quotation closes and reopens between two paragraphs; they were read as one quotation.",
        "Put a sentence between them if they are two.",
    ),
    Code.TAIL_CUT: Row(
        Severity.NOTICE,
        "Boilerplate at the end was cut.",
        "Nothing; the patterns are content.tails in archive.toml.",
    ),
    Code.CODE_FENCE_UNCLOSED: Row(
        Severity.ERROR,
        "A code fence is opened and never closed.",
        "Close it with the same marks.",
    ),
    Code.CODE_LANGUAGE_UNKNOWN: Row(
        Severity.NOTICE,
        "A listing names a language that cannot be highlighted; it is shown plain.",
        "Correct the name, or leave it out.",
    ),
    Code.HTML_REMOVED: Row(
        Severity.WARNING,
        "Markup that can run or restyle the page was removed.",
        "Delete it from the source.",
    ),
    Code.IMAGE_ALT_MISSING: Row(
        Severity.WARNING,
        "An image has no alternative text.",
        "Describe it in the brackets of ![…](…).",
    ),
    Code.IMAGE_REMOTE: Row(
        Severity.WARNING,
        "An image of another site became a link; pages load nothing from elsewhere.",
        "Copy the image into the content folder.",
    ),
    Code.LINK_BROKEN: Row(
        Severity.WARNING,
        "A link leads to a file or dispatch that the archive does not have.",
        "Correct the path.",
    ),
    Code.LINK_AMBIGUOUS: Row(
        Severity.WARNING,
        "A number in [[…]] is of several series.",
        "Name the series: [[series/number]].",
    ),
    Code.FRAGMENT_BROKEN: Row(
        Severity.WARNING,
        "A link leads to a place that its target does not have.",
        "Correct what stands after #.",
    ),
    Code.ATTACHMENT_REFUSED: Row(
        Severity.ERROR,
        "An attachment could run script in a reader's browser.",
        "Remove the script, or leave the file out.",
    ),
    Code.ATTACHMENT_TYPE: Row(
        Severity.WARNING,
        "A file is of a type that is not published.",
        "Name it in content.attachments of archive.toml, or in content.ignore.",
    ),
    Code.ATTACHMENT_MISSING: Row(
        Severity.WARNING,
        "A file that is shown or linked is not there.",
        "Correct the path, or add the file.",
    ),
    Code.ORIGINAL_MISSING: Row(
        Severity.WARNING,
        "The original that the dispatch names is not there.",
        "Correct the path, or add the file.",
    ),
    Code.ORIGINAL_UNPAIRED: Row(
        Severity.NOTICE,
        "Original and translation differ in their number of paragraphs, so they are not set side by side.",
        "Compare the paragraphs.",
    ),
    Code.RELATION_UNKNOWN: Row(
        Severity.WARNING,
        "A dispatch names a related dispatch that the archive does not have.",
        "Correct the id.",
    ),
    Code.REFERENCE_WANTED: Row(
        Severity.NOTICE,
        "A dispatch refers to a number that the archive lacks; it is on the list of wanted numbers.",
        "Nothing, or add the dispatch.",
    ),
    Code.ALIAS_INVALID: Row(
        Severity.ERROR,
        "An alias is no address within the archive.",
        "Write it as old/path.html.",
    ),
    Code.AUTHORITY_CLASH: Row(
        Severity.WARNING,
        "Two authority records claim one name.",
        "Remove it from one of them.",
    ),
    Code.AUTHORITY_INVALID: Row(
        Severity.ERROR,
        "An authority file cannot be read.",
        "Mend it at the place named.",
    ),
    Code.TEMPLATE_ERROR: Row(
        Severity.ERROR,
        "A template of the theme fails.",
        "Mend it at the place named.",
    ),
    Code.BASE_URL_MISSING: Row(
        Severity.NOTICE,
        "The archive has no base_url, so there is no sitemap, feed or canonical link.",
        "Set base_url in archive.toml.",
    ),
    Code.SETTINGS_INVALID: Row(
        Severity.ERROR,
        "archive.toml has a mistake.",
        "Correct the key that is named.",
    ),
    Code.HOST_FILE_LIMIT: Row(
        Severity.WARNING,
        "The archive has more files than hosts accept.",
        'Set publish.originals to "zip" or "none".',
    ),
    Code.MASS_REMOVAL: Row(
        Severity.ERROR,
        "The build would remove many of the published dispatches.",
        "Check that the content folder is whole, then use --allow-removals.",
    ),
    Code.BUILD_DIFFERS: Row(
        Severity.ERROR,
        "What was published is not what a clean build makes.",
        "Publish with --clean, and report the edit that led here: it is a defect of the program.",
    ),
    Code.FILE_UNKNOWN: Row(
        Severity.NOTICE,
        "A file in the output folder is not ours; it is left alone.",
        "Move it, if it was not meant to be published.",
    ),
    Code.ADDRESS_OCCUPIED: Row(
        Severity.ERROR,
        "A file that is not ours stands at an address of the archive.",
        "Move it out of the output folder.",
    ),
}
