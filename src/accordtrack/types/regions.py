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


def name_with_code(code: str) -> Text:
    """Return the name with its code, such as ``Sinaloa (MX-SIN)``, or the code alone if it is unknown."""
    found = NAMES.get(code)
    return Text(code, code) if found is None else Text(f"{found.en} ({code})", f"{found.es} ({code})")
