"""What the icons of the factors are called. An icon without a word here is called by its name."""

from __future__ import annotations

from flywheel_studio.language.translate import tr


def icon_words(name: str) -> str:
    """An icon in a word or two: "shopping cart"."""
    words = {
        "person": tr("person"),
        "people": tr("people"),
        "heart": tr("heart"),
        "star": tr("star"),
        "chat": tr("speech bubble"),
        "megaphone": tr("megaphone"),
        "search": tr("magnifier"),
        "globe": tr("globe"),
        "store": tr("shop"),
        "cart": tr("shopping cart"),
        "tag": tr("price tag"),
        "money": tr("money"),
        "box": tr("parcel"),
        "truck": tr("lorry"),
        "target": tr("target"),
        "chart": tr("rising chart"),
        "trophy": tr("trophy"),
        "bulb": tr("light bulb"),
        "document": tr("document"),
        "data": tr("stack of data"),
        "gear": tr("cogwheel"),
        "clock": tr("clock"),
        "bolt": tr("lightning"),
        "shield": tr("shield"),
        "rocket": tr("rocket"),
        "leaf": tr("leaf"),
    }
    return words.get(name, name)
