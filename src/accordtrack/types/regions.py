"""Names of countries and states by ISO 3166 code, in both languages."""

from __future__ import annotations

from accordtrack.types import Text

_NAMES = {
    "MX": "AGU Aguascalientes; BCN Baja California; BCS Baja California Sur; CAM Campeche; CHH Chihuahua; CHP Chiapas; "
    "CMX Mexico City/Ciudad de México; COA Coahuila; COL Colima; DUR Durango; GRO Guerrero; GUA Guanajuato; HID Hidalgo; "
    "JAL Jalisco; MEX State of Mexico/Estado de México; MIC Michoacán; MOR Morelos; NAY Nayarit; NLE Nuevo León; "
    "OAX Oaxaca; PUE Puebla; QUE Querétaro; ROO Quintana Roo; SIN Sinaloa; SLP San Luis Potosí; SON Sonora; TAB Tabasco; "
    "TAM Tamaulipas; TLA Tlaxcala; VER Veracruz; YUC Yucatán; ZAC Zacatecas",
    "US": "AK Alaska; AL Alabama; AR Arkansas; AZ Arizona; CA California; CO Colorado; CT Connecticut; "
    "DC District of Columbia/Distrito de Columbia; DE Delaware; FL Florida; GA Georgia; HI Hawaii/Hawái; IA Iowa; "
    "ID Idaho; IL Illinois; IN Indiana; KS Kansas; KY Kentucky; LA Louisiana/Luisiana; MA Massachusetts; MD Maryland; "
    "ME Maine; MI Michigan/Míchigan; MN Minnesota; MO Missouri/Misuri; MS Mississippi/Misisipi; MT Montana; "
    "NC North Carolina/Carolina del Norte; ND North Dakota/Dakota del Norte; NE Nebraska; NH New Hampshire/Nuevo Hampshire; "
    "NJ New Jersey/Nueva Jersey; NM New Mexico/Nuevo México; NV Nevada; NY New York/Nueva York; OH Ohio; OK Oklahoma; "
    "OR Oregon/Oregón; PA Pennsylvania/Pensilvania; RI Rhode Island; SC South Carolina/Carolina del Sur; "
    "SD South Dakota/Dakota del Sur; TN Tennessee; TX Texas; UT Utah; VA Virginia; VT Vermont; WA Washington; "
    "WI Wisconsin; WV West Virginia/Virginia Occidental; WY Wyoming",
}
"""Codes and names by country; English and Spanish names are separated by a slash where they differ."""


def _load_regions() -> dict[str, Text]:
    regions = {"MX": Text("Mexico", "México"), "US": Text("United States", "Estados Unidos")}
    for country, states in _NAMES.items():
        for state in states.split("; "):
            code, _, names = state.partition(" ")
            english, _, spanish = names.partition("/")
            regions[f"{country}-{code}"] = Text(english, spanish or english)
    return regions


NAMES = _load_regions()


_BORDERS = (
    "AGU:JAL,ZAC BCN:BCS,SON CAM:ROO,TAB,YUC CHH:COA,DUR,SIN,SON CHP:OAX,TAB,VER CMX:MEX,MOR COA:DUR,NLE,SLP,ZAC "
    "COL:JAL,MIC DUR:JAL,NAY,SIN,ZAC GRO:MEX,MIC,MOR,OAX,PUE GUA:JAL,MIC,QUE,SLP,ZAC HID:MEX,PUE,QUE,SLP,TLA,VER "
    "JAL:MIC,NAY,SLP,ZAC MEX:MIC,MOR,PUE,QUE,TLA MIC:QUE MOR:PUE NAY:SIN,ZAC NLE:SLP,TAM,ZAC OAX:PUE,VER PUE:TLA,VER "
    "QUE:SLP ROO:YUC SIN:SON SLP:TAM,VER,ZAC TAB:VER TAM:VER"
)
"""Land borders between the states of Mexico, each once.

Computed from the state polygons of INEGI as in ``isaacarroyov/datos_facil_acceso``, file ``00ent_mexico.geojson`` of
October 10, 2023; Durango and Jalisco, whose border is a few kilometers long, do not touch in that simplified file.
"""


def _load_neighbors() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for states in _BORDERS.split():
        one, _, others = states.partition(":")
        for other in others.split(","):
            found.setdefault(f"MX-{one}", set()).add(f"MX-{other}")
            found.setdefault(f"MX-{other}", set()).add(f"MX-{one}")
    return {place: frozenset(others) for place, others in found.items()}


NEIGHBORS = _load_neighbors()
"""The neighbors by land of each state of Mexico. Those of U.S. states are not held yet."""


def name_with_code(code: str) -> Text:
    """Return the name with its code, such as ``Sinaloa (MX-SIN)``, or the code alone if it is unknown."""
    found = NAMES.get(code)
    return Text(code, code) if found is None else Text(f"{found.en} ({code})", f"{found.es} ({code})")
