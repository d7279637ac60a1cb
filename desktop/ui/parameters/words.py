"""What is said of parameters and presets: their names, and what is wrong with what was typed."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from desktop.chat.parameters import NUMBERS
from desktop.errors import ParameterError
from desktop.ui.words import tr


def range_words(name: str) -> str:
    """What a number may be."""
    number = NUMBERS[name]
    if name == "seed":
        return tr("Whole number; the same seed may give the same answer")
    if number.whole:
        return tr("Whole number, {least} or more").format(least=_number(number.minimum))
    return tr("{least} to {most}").format(least=_number(number.minimum), most=_number(number.maximum))


def parameter_words(error: ParameterError) -> str:
    """What is wrong, and how it would be right."""
    least, most = (_number(limit) for limit in error.limits)
    match error.reason:
        case "no_number":
            return tr("This is no number: {least} to {most}").format(least=least, most=most)
        case "not_whole":
            return tr("This must be a whole number")
        case "out_of_range":
            return tr("Allowed is {least} to {most}").format(least=least, most=most)
        case "too_many_stops":
            return tr("At most {most} stop sequences, one a line").format(most=most)
        case "no_texts":
            return tr("Stop sequences are texts")
        case "no_word":
            return tr("One word of small letters, such as low, medium or high")
        case "no_schema":
            return tr("The JSON schema is missing")
        case "bad_schema_name":
            return tr("The schema's “name” may hold letters, digits, - and _ only")
        case "no_type":
            return tr("The object needs a “type”")
        case "own_field":
            return tr("“{name}” is set by the program itself and cannot be changed here").format(name=error.name)
        case "known_field":
            return tr("“{name}” has a field of its own").format(name=error.name)
        case "many_answers":
            return tr("Only one answer can be shown: “n” must be 1")
        case "twice":
            return tr("“{name}” stands there twice").format(name=error.name)
        case "no_finite":
            return tr("{name} is no number in JSON").format(name=error.name)
        case "no_object":
            return tr("This must be a JSON object: {brackets}").format(brackets='{"…": …}')
        case "too_long":
            return tr("Longer than {most} characters").format(most=most)
        case "too_deep":
            return tr("Nested more than {most} deep").format(most=most)
        case "no_json" if error.limits[0]:
            return tr("No valid JSON: line {line}, column {column}").format(line=least, column=most)
        case "no_json":
            return tr("No valid JSON")
        case "no_name":
            return tr("A preset needs a name")
        case "too_many":
            return tr("The file holds more than {most} presets").format(most=most)
        case "file_too_large":
            return tr("The file is larger than {most} MB").format(most=most)
        case "newer":
            return tr("The file comes from a newer version of this program")
        case _:
            return tr("The file holds no presets of this program")


def _number(value: float) -> str:
    return QLocale().toString(int(value)) if value == int(value) else QLocale().toString(value)
