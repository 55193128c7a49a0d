"""What others call our sheets, columns and values, in German and English; compared without case, umlauts and spaces."""

from __future__ import annotations

import re
import unicodedata

_SPELLED = (("ß", "ss"), ("ae", "a"), ("oe", "o"), ("ue", "u"))
_WORD = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ])")


def fold(text: str) -> str:
    """Lower case, umlauts and their spellings alike, words parted by one blank: `Verkäufer-Nr.` → `verkaufer nr`."""
    parted = _CAMEL.sub(" ", text)
    plain = unicodedata.normalize("NFKD", parted.casefold())
    plain = "".join(one for one in plain if not unicodedata.combining(one))
    for spelled, short in _SPELLED:
        plain = plain.replace(spelled, short)
    return " ".join(_WORD.findall(plain))


def _folded(table: dict[str, str]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(fold(word) for word in words.split(", ")) for name, words in table.items()}


SHEETS = _folded(
    {
        "categories": "categories, category, kategorien, kategorie, rubriken, rubrik, warengruppen, warengruppe",
        "users": "users, user, people, persons, members, customers, sellers, nutzer, benutzer, personen, mitglieder, "
        "kunden, verkäufer, anbieter, accounts, konten",
        "listings": "listings, listing, products, product, items, articles, goods, catalog, catalogue, books, offers, "
        "ads, anzeigen, anzeige, artikel, produkte, produkt, waren, angebote, inserate, katalog, bücher, inventory, "
        "bestand, stock, sheet, tabelle",
        "pages": "pages, page, seiten, seite, inhalte, content",
    }
)
"""What a sheet may be called; the last words of listings are what programs call a sheet of their own accord."""

COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    "categories": _folded(
        {
            "slug": "slug, key, kürzel, schlüssel, code, id, adresse, url",
            "name": "name, title, titel, bezeichnung, category, kategorie, label",
            "parent": "parent, parent category, übergeordnet, oberkategorie, elternkategorie, gehört zu, above, in",
            "position": "position, order, sort, sort order, reihenfolge, sortierung, rang, nr",
        }
    ),
    "users": _folded(
        {
            "number": "number, user number, member number, nummer, mitgliedsnummer, kundennummer, nutzernummer",
            "email": "email, e mail, mail, email address, e mail address, e mail adresse, emailadresse, mailadresse",
            "name": "name, full name, display name, vollständiger name, anzeigename, vor und nachname, kontakt",
            "role": "role, rolle, type, typ, art, gruppe, group",
            "city": "city, town, place, location, ort, stadt, wohnort",
            "status": "status, state, zustand, active, aktiv",
        }
    ),
    "listings": _folded(
        {
            "key": "key, sku, id, product id, article number, item number, isbn, ean, gtin, upc, barcode, asin, code, "
            "schlüssel, artikelnummer, artikel nr, art nr, bestellnummer, produktnummer, kennung, nr",
            "title": "title, name, product name, product, item, item name, article, book title, headline, subject, "
            "titel, bezeichnung, produktname, artikelname, artikelbezeichnung, artikel, produkt, überschrift, betreff, "
            "kurztext, buchtitel",
            "description": "description, product description, text, details, body, long description, summary, "
            "beschreibung, artikelbeschreibung, produktbeschreibung, langtext, anzeigentext, inhalt, erläuterung",
            "price": "price, unit price, amount, cost, price eur, price incl tax, price excl tax, retail price, "
            "sale price, preis, verkaufspreis, vk, vk preis, einzelpreis, preis eur, preis in euro, betrag, "
            "stückpreis, bruttopreis, nettopreis",
            "category": "category, categories, product category, department, genre, section, kategorie, kategorien, "
            "rubrik, warengruppe, produktgruppe, sachgebiet, abteilung, product type",
            "condition": "condition, zustand, erhaltung, erhaltungszustand, item condition",
            "city": "city, town, place, location, ort, stadt, standort, wohnort",
            "postcode": "postcode, zip, zip code, postal code, plz, postleitzahl",
            "quantity": "quantity, qty, stock, num in stock, in stock, count, pieces, available, inventory, menge, "
            "anzahl, bestand, stück, stückzahl, lagerbestand, verfügbar, vorrat",
            "seller": "seller, vendor, owner, shop, seller email, partner, verkäufer, verkäuferin, anbieter, "
            "händler, inserent, besitzer, verkäufer mail, verkäufernummer",
            "status": "status, state, published, listing status, veröffentlicht, veröffentlichung, anzeigenstatus",
            "photos": "photos, photo, images, image, pictures, picture, image file, thumbnail, fotos, foto, bilder, "
            "bild, bilddatei, bilddateien, abbildung",
            "version": "version, stand",
        }
    ),
    "pages": _folded(
        {
            "path": "path, url, address, link, pfad, adresse",
            "title": "title, name, heading, titel, überschrift",
            "body": "body, text, content, inhalt, beschreibung, description",
            "blocks": "blocks, blöcke, bausteine",
            "published": "published, live, online, veröffentlicht, öffentlich, status",
        }
    ),
}

_YES_NO = _folded(
    {"yes": "yes, ja, true, wahr, 1, x, live, online", "no": "no, nein, false, falsch, 0, draft, entwurf"}
)
VALUES: dict[str, dict[str, tuple[str, ...]]] = {
    "condition": _folded(
        {
            "new": "new, neu, brandneu, neuware, originalverpackt, ovp, mint",
            "like-new": "like new, wie neu, neuwertig, sehr gut, very good, as new, excellent",
            "good": "good, gut, used, gebraucht, second hand",
            "fair": "fair, acceptable, akzeptabel, gebrauchsspuren, befriedigend, ok",
            "for-parts": "for parts, defekt, defective, broken, kaputt, bastler, ersatzteile",
        }
    ),
    "status": _folded(
        {
            "draft": "draft, entwurf, inactive, inaktiv, offline, hidden, versteckt",
            "live": "live, online, active, aktiv, published, veröffentlicht, available, verfügbar",
            "withdrawn": "withdrawn, zurückgezogen, removed, entfernt, beendet",
            "sold": "sold, verkauft",
            "expired": "expired, abgelaufen",
        }
    ),
    "users.status": _folded(
        {
            "active": "active, aktiv, live, ok, yes, ja",
            "suspended": "suspended, gesperrt, inactive, inaktiv, blocked, no, nein",
        }
    ),
    "role": _folded(
        {
            "buyer": "buyer, käufer, käuferin, customer, kunde",
            "seller": "seller, verkäufer, verkäuferin, vendor, anbieter, händler",
            "moderator": "moderator, moderatorin",
            "editor": "editor, redakteur, redakteurin, redaktion",
            "admin": "admin, administrator, administratorin, owner, inhaber",
        }
    ),
    "blocks": _YES_NO,
    "published": _YES_NO,
}
"""What others write where we take one of a few words; by column, or by sheet and column."""


def known_words(sheet: str, column: str) -> frozenset[str]:
    """The few words that a column takes; empty when it takes anything."""
    return frozenset(VALUES.get(f"{sheet}.{column}") or VALUES.get(column) or ())


def our_word(sheet: str, column: str, text: str) -> str:
    """The word of ours that a text means; the text itself when there is none, or when it is ours already."""
    table = VALUES.get(f"{sheet}.{column}") or VALUES.get(column, {})
    if not table or text.strip().casefold() in table:
        return text
    wanted = fold(text)
    return next((word for word, others in table.items() if wanted in others), text)
