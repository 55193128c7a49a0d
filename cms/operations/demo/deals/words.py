"""What people of the demo say about each other and to each other, in English and in German."""

from __future__ import annotations

ABOUT_SELLERS: dict[int, tuple[str, ...]] = {
    5: (
        "Exactly as described, and there was coffee while I tried it.",
        "Friendly, on time, everything worked as promised.",
        "A fair price and an honest word about the scratches.",
        "Quick answers, easy to find, gladly again.",
        "Alles wie beschrieben, sehr nette Übergabe.",
        "Pünktlich, freundlich, gerne wieder.",
        "Sauber und gepflegt, da kann man nichts sagen.",
        "Hat mir noch beim Einladen geholfen. Vielen Dank!",
        "",
    ),
    4: (
        "All fine; the meeting was a quarter of an hour late.",
        "Good thing, a little more dust than in the photos.",
        "Smooth deal. Parking there is not easy.",
        "Alles in Ordnung, die Antwort hat etwas gedauert.",
        "Gute Ware, nur der Treffpunkt war schwer zu finden.",
        "Passt. Ein Kratzer mehr als auf dem Foto, sonst prima.",
    ),
    3: (
        "It works, but I had to ask three times for a date.",
        "Okay for the price.",
        "Geht in Ordnung, mehr aber auch nicht.",
        "Der Akku hält weniger lang, als ich dachte.",
    ),
    2: (
        "Not as clean as I had hoped.",
        "Zweimal verschoben, und dann war kein Wechselgeld da.",
    ),
}
ABOUT_BUYERS: dict[int, tuple[str, ...]] = {
    5: (
        "Came on time and had the exact amount.",
        "A pleasant buyer, no haggling at the door.",
        "Clear messages, quick pick-up.",
        "Pünktlich und passend bezahlt.",
        "Sehr netter Kontakt, jederzeit wieder.",
        "Unkompliziert, so macht das Spaß.",
        "",
    ),
    4: (
        "Nice contact, a little late.",
        "All good, came with a car that was rather small.",
        "Alles gut, kam zehn Minuten später.",
        "Freundlich, wollte am Ende doch noch handeln.",
    ),
    3: ("It took a while until we had a date.", "Hat lange nicht geantwortet, dann ging alles glatt."),
}
REPLIES = ("Thank you, enjoy it!", "Danke, viel Freude damit!", "Glad it found a good home.", "Gern geschehen!")
NOTES = (
    "",
    "",
    "I could come after work.",
    "Is the weekend possible?",
    "Am liebsten abends nach sechs.",
    "Ich würde es gleich mitnehmen.",
)
PLACES = (
    "Main station, hall",
    "In front of the town hall",
    "Car park at the sports ground",
    "Café on the market square",
    "Bahnhof, Haupteingang",
    "Vor der Bücherei",
)
QUESTIONS = (
    ("Is it still there? I could come tomorrow evening.", "Yes, it is. After six suits me well."),
    ("Gibt es noch das Zubehör dazu?", "Ja, alles dabei, auch die Anleitung."),
    ("How deep is it, without the handle?", "About 38 centimetres, I have just measured it."),
)
