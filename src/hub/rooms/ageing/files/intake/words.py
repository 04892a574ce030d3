"""The words that statistical offices write over and beside their figures, in six languages and some more."""

import re
import unicodedata
from functools import lru_cache

_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d\u301c\uff5e~]")
_ARABIC = str.maketrans({"\u0640": None, "\u0629": "\u0647", "\u0649": "\u064a"})


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Text as labels are compared: small letters without accents, plain digits and hyphens, single blanks."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    marks = (mark for mark in plain if unicodedata.category(mark) not in ("Mn", "Cf", "Cc") or mark.isspace())
    digits = (str(unicodedata.decimal(mark)) if mark.isdecimal() else mark for mark in marks)
    return " ".join(_DASHES.sub("-", "".join(digits)).translate(_ARABIC).replace("’", "'").split())


def words(*texts: str) -> frozenset[str]:
    """Words of these lines, separated by bars, folded."""
    return frozenset(fold(word) for text in texts for word in text.split("|"))


TOTAL = words(
    "total|totals|tot|_t|t|all|all ages|total all ages|all persons|persons|grand total|sum|overall",
    "ensemble|total général|tous âges|tous les âges|tous|toutes|total des âges",
    "total general|todas las edades|todos|todas|total edades|suma",
    "المجموع|الاجمالي|الإجمالي|مجموع|إجمالي|جميع الأعمار|الكل|كل الأعمار",
    "合计|合計|总计|總計|总数|总和|全部|全部年龄|所有年龄|年龄合计|小计|总人口",
    "всего|итого|все возраста|все возрасты|все население|общая численность",
    "insgesamt|gesamt|totale|totaal|toplam|ogółem",
)
UNKNOWN = words(
    "unknown|unk|_u|not known|not stated|age unknown|unknown age|age not stated|not reported|unspecified|missing|undefined",
    "inconnu|inconnue|âge inconnu|non déclaré|âge non déclaré|non précisé|indéterminé|nd",
    "desconocido|desconocida|edad desconocida|ignorado|edad ignorada|no especificado|no especificada|no consta|no declarado|no declarada",
    "غير معروف|غير مبين|غير محدد|غير مصرح|العمر غير مبين|غير معلوم",
    "未知|不详|不詳|年龄不详|年龄未知|未说明",
    "неизвестно|неизвестен|неизвестный|не указан|не указано|возраст не указан|возраст неизвестен|неизвестный возраст",
    "unbekannt|ohne angabe",
)
MALE = words(
    "male|males|man|men|boys|masculine|masc|sex_m|homme|hommes|masculin|garçons",
    "hombre|hombres|varón|varones|masculino|niños",
    "ذكر|ذكور|الذكور|رجال|الرجال",
    "男|男性|男人|男子",
    "мужчины|мужчина|мужской|муж|муж.|мужчин|м|мальчики",
    "männlich|männer|maschi|homens|erkek",
)
FEMALE = words(
    "female|females|woman|women|girls|feminine|fem|sex_f|femme|femmes|féminin|filles",
    "mujer|mujeres|femenino|niñas",
    "أنثى|إناث|الإناث|نساء|النساء",
    "女|女性|女人|女子",
    "женщины|женщина|женский|жен|жен.|женщин|ж|девочки",
    "weiblich|frauen|femmine|mulheres|kadın",
)
BOTH_SEXES = TOTAL | words(
    "both|both sexes|male and female|males and females|b|mf|population|people|inhabitants|les deux sexes|deux sexes",
    "ambos|ambos sexos|hombres y mujeres|personas|población",
    "كلا الجنسين|الجنسين|الجنسان|السكان",
    "男女合计|男女|男女合計|人口",
    "оба пола|мужчины и женщины|население",
)
UNKNOWN_SEX = UNKNOWN | words("unk|u|sexe inconnu|sexo desconocido|other|divers|x|other or not stated")
# Letters and digits that mean one sex or the other by the letters that stand beside them.
SEX_LETTERS = frozenset(["m", "f", "h", "v", "w", "1", "2", "0", "3", "9", "t", "u"])

AGE_HEADS = words(
    "age|ages|age group|age groups|agegroup|age_group|age class|age range|age in years|age (years)|single age|age years",
    "âge|âges|tranche d'âge|groupe d'âge|groupes d'âge|classe d'âge|âge révolu|ageq|aged|age révolu",
    "edad|edades|grupo de edad|grupos de edad|grupo de edades|edad (grupos quinquenales)|edad simple",
    "العمر|الفئة العمرية|الفئات العمرية|فئة العمر|فئات العمر|فئات السن|السن|العمر بالسنوات",
    "年龄|年龄组|年龄段|年龄（岁）|年齡|年龄别|岁数|年龄分组",
    "возраст|возрастная группа|возрастные группы|возраст (лет)|возраст, лет",
    "alter|altersgruppe|altersgruppen|età|idade|leeftijd|yaş",
)
SEX_HEADS = words(
    "sex|gender|sexe|genre|sexo|género|الجنس|النوع|性别|性別|пол|geschlecht|sesso|sexes|sex_id|sex code|geslacht"
)
DATE_HEADS = words(
    "year|date|time|period|time_period|reference date|reference_date|ref_date|census|census year|reference year|as of|day",
    "année|annee|an|période|année de recensement|date de référence",
    "año|fecha|periodo|período|año censal|fecha de referencia",
    "السنة|العام|التاريخ|سنة|الفترة|سنة التعداد",
    "年份|年|日期|年度|时间|普查年份",
    "год|дата|период|годы|отчетный год",
    "jahr|stichtag|anno|ano|jaar|yıl",
)
PLACE_HEADS = words(
    "district|districts|geo|geography|area|city|cities|ref_area|place|region|ward|borough|neighbourhood|neighborhood|zone|municipality",
    "location|name|quartier|arrondissement|commune|ville|secteur|zone géographique|territoire|libellé géographique",
    "distrito|barrio|municipio|ciudad|zona|comuna|localidad|territorio",
    "الحي|المنطقة|المدينة|القضاء|البلدية|المحافظة|الناحية",
    "区|地区|行政区|城市|街道|区域|市辖区|区县",
    "район|город|территория|округ|муниципалитет",
    "stadtbezirk|bezirk|stadtteil|gemeinde|quartiere|comune|bairro|stadt|cityname|spatial|territory|subcity|county",
)
VALUE_HEADS = words(
    "value|values|obs_value|population|persons|people|number|count|pop|total population|inhabitants|observation|measure|figure",
    "valeur|population totale|effectif|effectifs|nombre|nombre d'habitants|habitants",
    "valor|población|personas|número|habitantes|población total",
    "القيمة|السكان|عدد السكان|العدد",
    "人口|人数|人口数|数值|数量|值|常住人口",
    "население|численность|численность населения|значение|человек",
    "bevölkerung|anzahl|wert|popolazione|população|einwohner",
)
# Columns that describe or weigh, and never hold persons.
IGNORED_HEADS = words(
    "last update|obs_flag|obs_status|conf_status|flag|flags|freq|unit|dataflow|structure|structure_id|structure_name|action|note|notes",
    "source|comment|decimals|unit_mult|order|rank|id|code|index|sort|footnote|footnotes|remarks|status|objectid|obs_conf|indicator code",
    "code insee|insee|code postal|codgeo|codigo|código|clave|الرمز|ملاحظات|编码|代码|序号|备注|код|№|no|nr|примечание",
)
_SHARE = re.compile(
    r"%|٪|per ?cent|pourcent|porcent|процент|доля|share|\bratio|\brate\b|taux|tasa|proporci|proportion|part des|比重|比例|占比|نسبه|"
    r"densit|плотност|密度|per 1 ?000|cumul|growth|change|variation|index|indice|average|moyenne|median|mean age|households|"
    r"menages|hogares|家庭户|km2|superficie|rapport de|性别比|соотношение|difference|coefficient"
)
_THOUSANDS = re.compile(
    r"thousand|\(000s?\)|in 000|'000|\bmilliers|\bmiles\b|en miles|\bтыс|в тысячах|千人|بالالاف|الاف|in tausend|\bths\b|1,?000 persons"
)
_TEN_THOUSANDS = re.compile("万人|萬人")
_MILLIONS = re.compile(r"in millions|\(millions?\)|en millions|en millones|млн|百万人|بالملايين")


def is_share(text: str) -> bool:
    """Whether a heading announces a share, rate or the like instead of persons."""
    return bool(_SHARE.search(fold(text)))


def factor_of(text: str) -> float:
    """Persons in one unit of a table that is headed so: 1, 1,000, 10,000 or a million."""
    folded = fold(text)
    for shape, factor in ((_TEN_THOUSANDS, 1e4), (_THOUSANDS, 1e3), (_MILLIONS, 1e6)):
        if shape.search(folded):
            return factor
    return 1.0
