"""An agency's files as a test writes them: a worked example, small enough to count by hand."""

from __future__ import annotations

from pathlib import Path

AGENCY = "donor [iso3],name [text],source [sentence]\n"
PROGRAMMES = "programme [text],year [year],country [iso3],seats [participants],cost [million USD]\n"
#: Ten countries in two years; three programmes for one country, three calls.
WORKED = """\
Rice,2021,LAO,20,0.2
Roads,2021,LAO,10,0.1
Women,2021,KHM,2,0.3
Women,2021,FJI,3,0.3
Women,2021,KEN,1,0.3
Women,2021,MMR,5,0.3
Rice again,2022,LAO,30,0.4
Customs,2022,LAO,1,0.2
Customs,2022,KHM,2,0.2
Customs,2022,VNM,4,0.2
Customs,2022,PER,1,0.2
Customs,2022,MMR,2,0.2
Customs,2022,FJI,2,0.2
Floods,2022,KHM,1,0.6
Floods,2022,BLR,1,0.6
Floods,2022,TLS,2,0.6
Floods,2022,BTN,1,0.6
"""


def written(folder: Path, programmes: str = WORKED, agency: str = "THA,own-years,A list that was made up.\n") -> Path:
    (folder / "agency.csv").write_text(AGENCY + agency, encoding="utf-8")
    (folder / "programmes.csv").write_text(PROGRAMMES + programmes, encoding="utf-8")
    return folder
