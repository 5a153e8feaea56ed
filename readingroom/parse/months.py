"""Names of months and days of the week in the languages that institutes date their papers in.

A row holds the names of one month, languages side by side; "_" stands for a blank within a name.
"""

import re

GREGORIAN = (
    "january jan januar jänner jaenner janvier janv enero ene gennaio genn gen janeiro "
    "januari ocak января январь січня ιανουαρίου كانون_الثاني كانون_ثاني يناير جانفي ژانویه "
    "ינואר جنوری",
    "february feb febr februar feber février fevrier févr fevr febrero febbraio febb "
    "fevereiro fev februari şubat февраля февраль лютого φεβρουαρίου شباط فبراير فيفري فوریه "
    "פברואר فروری",
    "march mar mars märz maerz mrz marzo março marco maart mart марта март березня μαρτίου "
    "آذار مارس מרץ מרס مارچ",
    "april apr avril avr abril abr aprile nisan апреля апрель квітня απριλίου نيسان أبريل "
    "ابريل إبريل أفريل آوریل אפריל اپریل",
    "may mai mayo maggio magg maio mei mayıs мая май травня μαΐου أيار ايار مايو ماي مه می מאי مئی",
    "june jun juni juin junio giugno giu junho haziran июня июнь червня ιουνίου حزيران يونيو "
    "يونيه جوان ژوئن יוני جون",
    "july jul juli juillet juil julio luglio lug julho temmuz июля июль липня ιουλίου تموز "
    "يوليو يوليه جويلية ژوئیه יולי جولائی",
    "august aug août aout agosto ago augustus ağustos августа август серпня αυγούστου آب "
    "أغسطس اغسطس أوت اوت אוגוסט اگست",
    "september sept sep septembre septiembre setiembre settembre sett setembro set eylül "
    "сентября сентябрь вересня σεπτεμβρίου أيلول ايلول سبتمبر سپتامبر ספטמבר ستمبر",
    "october oct oktober okt octobre octubre ottobre ott outubro out ekim октября октябрь "
    "жовтня οκτωβρίου تشرين_الأول تشرين_الاول تشرين_أول أكتوبر اكتوبر اکتبر אוקטובר اکتوبر",
    "november nov novembre noviembre novembro kasım ноября ноябрь листопада νοεμβρίου "
    "تشرين_الثاني تشرين_ثاني نوفمبر نوامبر נובמבר نومبر",
    "december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro aralık "
    "декабря декабрь грудня δεκεμβρίου كانون_الأول كانون_الاول كانون_أول ديسمبر دسامبر דצמבר "
    "دسمبر",
)

SOLAR_HIJRI = "فروردین اردیبهشت خرداد تیر مرداد|امرداد شهریور مهر آبان آذر دی بهمن اسفند"
"""Months of the Iranian calendar, in order; a stroke parts two spellings."""

_WEEKDAYS = (
    "monday mon tuesday tue tues wednesday wed thursday thu thurs thur friday fri saturday sat "
    "sunday sun lundi mardi mercredi jeudi vendredi samedi dimanche montag dienstag mittwoch "
    "donnerstag freitag samstag sonnabend sonntag lunes martes miércoles miercoles jueves viernes "
    "sábado sabado domingo lunedì lunedi martedì martedi mercoledì mercoledi giovedì giovedi "
    "venerdì venerdi sabato domenica segunda-feira terça-feira quarta-feira quinta-feira "
    "sexta-feira maandag dinsdag woensdag donderdag vrijdag zaterdag zondag понедельник вторник "
    "среда четверг пятница суббота воскресенье الإثنين الاثنين الثلاثاء الأربعاء الاربعاء الخميس "
    "الجمعة السبت الأحد الاحد دوشنبه سه\u200cشنبه سه_شنبه چهارشنبه پنجشنبه پنج\u200cشنبه پنج_شنبه "
    "جمعه شنبه یکشنبه یک\u200cشنبه יום_ראשון יום_שני יום_שלישי יום_רביעי יום_חמישי יום_שישי שבת "
    "پیر منگل بدھ جمعرات ہفتہ اتوار"
)


def _numbers(rows: tuple[str, ...] | list[str], separators: str) -> dict[str, int]:
    return {
        name.replace("_", " ").casefold(): number
        for number, row in enumerate(rows, 1)
        for name in re.split(separators, row)
    }


WEEKDAYS = _WEEKDAYS.split(" ")
"""Days of the week in most of these languages."""

MONTHS = _numbers(GREGORIAN, " ")
"""Gregorian months by their folded names."""

SOLAR_MONTHS = _numbers(SOLAR_HIJRI.split(), r"\|")
"""Months of the Iranian calendar by their names."""


def alternatives(names: list[str]) -> str:
    """A regular expression for any of the names, the longest first."""
    ordered = sorted(names, key=lambda name: (-len(name), name))
    return "|".join(re.escape(name.replace("_", " ")).replace(r"\ ", r"\s+") for name in ordered)
