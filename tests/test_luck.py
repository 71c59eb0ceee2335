"""Luck is a pure function of what it is for; its draws are the quantiles they claim to be, and independent."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from math import erfc, exp, isclose, lgamma, log, sqrt
from statistics import NormalDist

import numpy as np
import pytest

from ssc_sim import luck
from ssc_sim.compiled import compiled
from ssc_sim.facts import identity_of
from ssc_sim.observed import read_donors, read_recipients

BITS = 2**64
GOLDEN = int(luck.GOLDEN)
LARGEST_SEED = 2**63 - 1
HERE = {"seed": 1, "replicate": 2, "purpose": luck.BUDGET, "year": 2016}
MANY = 10_000
ALMOST_ONE = 1.0 - 2.0**-53
PURPOSES = {
    "STARTING_BUDGET": 0,
    "BUDGET": 1,
    "PROGRAMMES": 2,
    "CALL": 3,
    "SCOPE": 4,
    "FIELD": 5,
    "GUESTS": 6,
    "INVITATION": 7,
    "SIZE": 8,
    "DELEGATION": 9,
    "LEADER": 10,
    "INTEREST": 11,
    "GRADUATE": 12,
    "COUNTRY": 13,
    "ARRIVAL": 14,
}
POISSON_MEANS = (0.36, 0.68, 1.28, 7.7, 10.8, 14.6, 100.0, 700.0)
SIZES = tuple(product((9.0, 20.5, 34.0), (1.0, 3.0, 20.0)))


@compiled
def key_inside(seed, replicate, purpose, year):
    return luck.key(seed, replicate, purpose, year)


@compiled
def draw_inside(seed, replicate, purpose, year, who):
    return luck.uniform(luck.key(seed, replicate, purpose, year), who)


def splitmix(seed: int, count: int) -> list[int]:
    return [int(luck.mixed(np.uint64((seed + k * GOLDEN) % BITS))) for k in range(1, count + 1)]


def test_the_hash_gives_the_published_numbers_of_splitmix():
    assert splitmix(1234567, 5) == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
        4593380528125082431,
        16408922859458223821,
    ]


def test_a_part_of_a_key_is_the_place_in_the_published_sequence():
    """narrowed(key, part) = mixed(n * GOLDEN + GOLDEN), n = key ^ part: number n of SplitMix64 from seed 0."""
    published = [16294208416658607535, 7960286522194355700, 487617019471545679, 17909611376780542444]
    assert [luck.narrowed(0, n) % BITS for n in range(4)] == published
    assert [luck.narrowed(5, 5 ^ n) % BITS for n in range(4)] == published


def test_nobody_changes_the_luck_unnoticed():
    assert luck.key(0, 0, 0, 0) == 8954686054634032553
    assert luck.key(1, 2, 3, 2016) == 4450347449589584466
    assert luck.key(LARGEST_SEED, 5, 9, 2030) == -6714446797694036958
    assert luck.uniform(luck.key(1, 2, 3, 2016), 4802638) == 0.04354934990203091
    assert luck.uniform(-1, 7) == 0.5061826265956506


def test_a_key_is_narrowed_by_seed_replicate_purpose_and_year_in_turn():
    expected = 0
    for part in (11, 12, 13, 2017):
        expected = luck.narrowed(expected, part)
    assert luck.key(11, 12, 13, 2017) == expected


def test_every_purpose_keeps_its_own_number():
    found = {name: n for name, n in vars(luck).items() if name.isupper() and isinstance(n, int) and name != "LONGEST"}
    assert found == PURPOSES
    assert len(set(found.values())) == len(found)


@pytest.mark.parametrize("part", HERE)
def test_a_key_depends_on_each_of_its_parts(part):
    assert luck.key(**HERE) != luck.key(**HERE | {part: HERE[part] + 1})


def test_no_two_keys_of_a_grid_are_equal():
    grid = list(product(range(10), range(10), range(10), range(2016, 2026)))
    assert len({luck.key(*parts) for parts in grid}) == len(grid)


@pytest.mark.parametrize("seed", [0, 1, 2**31, LARGEST_SEED])
@pytest.mark.parametrize("replicate", [0, 1, 999_999])
def test_keys_agree_inside_and_outside_compiled_code(seed, replicate):
    parts = (seed, replicate, luck.CALL, 2021)
    assert key_inside(*parts) == luck.key(*parts)
    for who in (0, identity_of("IDN"), identity_of("ZWE")):
        assert draw_inside(*parts, who) == luck.uniform(luck.key(*parts), who)


def test_a_year_held_as_a_float_gives_the_same_key():
    assert luck.key(1, 2, 3, 2021.0) == luck.key(1, 2, 3, 2021)


def test_the_smallest_draw_is_above_zero():
    assert luck.narrowed(-1, 0) == 0
    assert luck.uniform(-1, 0) == 2.0**-54


def test_the_largest_draw_is_below_one():
    assert luck.narrowed(8454462832853231295, 0) == -1
    assert luck.uniform(8454462832853231295, 0) < 1.0


def series(part: str) -> np.ndarray:
    """Return draws along one part of the key, or along the identities."""
    if part == "identity":
        return np.array([luck.uniform(luck.key(**HERE), who) for who in range(MANY)])
    who = identity_of("TLS")
    return np.array([luck.uniform(luck.key(**HERE | {part: HERE[part] + k}), who) for k in range(MANY)])


def crowd(**changed: int) -> np.ndarray:
    """Return the draws of many agents under one key."""
    of_decision = luck.key(**HERE | changed)
    return np.array([luck.uniform(of_decision, who) for who in range(MANY)])


@pytest.mark.parametrize("part", [*HERE, "identity"])
def test_draws_are_uniform_along_every_part(part):
    """Kolmogorov: chance alone passes the bound once in 10,000 times, 2 * exp(-2 * 2.23^2) = 1e-4."""
    drawn = np.sort(series(part))
    steps = np.arange(MANY)
    distance = max((drawn - steps / MANY).max(), ((steps + 1) / MANY - drawn).max())
    assert distance * sqrt(MANY) < 2.23


def independent(one: np.ndarray, other: np.ndarray) -> bool:
    """Tell whether pairs pass two bounds, each passed by chance once in 10,000 times.

    The correlation is normal with variance 1/n: 3.9 standard deviations. The counts of a 10 by 10 table have a
    chi-square with 99 degrees of freedom: 161.
    """
    correlation = np.corrcoef(one, other)[0, 1]
    counts = np.histogram2d(one, other, bins=10, range=((0, 1), (0, 1)))[0]
    expected = len(one) / counts.size
    return abs(correlation) * sqrt(len(one)) < 3.9 and ((counts - expected) ** 2).sum() / expected < 161.0


@pytest.mark.parametrize("part", [*HERE, "identity"])
def test_neighbours_along_every_part_draw_independently(part):
    drawn = series(part)
    assert independent(drawn[1:], drawn[:-1])


@pytest.mark.parametrize("part", HERE)
def test_agents_draw_independently_under_neighbouring_keys(part):
    assert independent(crowd(), crowd(**{part: HERE[part] + 1}))


def test_swapped_parts_draw_independently():
    assert independent(crowd(seed=7, replicate=8), crowd(seed=8, replicate=7))


def test_every_country_has_its_own_identity():
    codes = {country.iso3 for country in [*read_recipients(), *read_donors()]}
    assert len({identity_of(code) for code in codes}) == len(codes)


def race(codes: list[str]) -> dict[str, float]:
    of_invitation = luck.key(1, 0, luck.INVITATION, 2016)
    return {code: -log(luck.uniform(of_invitation, identity_of(code))) for code in codes}


def test_one_more_country_changes_no_other_countrys_draw():
    codes = [country.iso3 for country in read_recipients()]
    before, after = race(codes), race(["AAA", *codes])
    assert {code: after[code] for code in codes} == before


def test_one_more_country_takes_no_more_than_its_own_place_in_a_race():
    codes = [country.iso3 for country in read_recipients()]
    for more in ("AAA", "QQQ", "ZZZ"):
        before, after = race(codes), race([*codes, more])
        invited, now = (set(sorted(keys, key=keys.get)[:13]) for keys in (before, after))
        assert len(invited) == len(now) == 13
        assert len(invited - now) == (more in now)


@pytest.mark.parametrize(
    "u", [1e-300, 1e-100, 1e-16, 1e-12, 0.01, 0.074, 0.0751, 0.3, 0.5, 0.7, 0.9249, 0.926, 0.999, 1 - 1e-12, ALMOST_ONE]
)
def test_normal_is_the_normal_quantile(u):
    found = luck.normal(u)
    assert isclose(found, NormalDist().inv_cdf(u), rel_tol=1e-13, abs_tol=1e-15)
    assert isclose(0.5 * erfc(-found / sqrt(2.0)), u, rel_tol=1e-11)


@pytest.mark.parametrize("places", range(1, 512, 17))
def test_normal_is_symmetric(places):
    assert luck.normal(places / 1024) == -luck.normal(1.0 - places / 1024)


def poisson_chance(k: int, mean: float) -> float:
    return exp(k * log(mean) - mean - lgamma(k + 1.0))


def negative_binomial_chance(k: int, mean: float, size: float) -> float:
    ways = lgamma(k + size) - lgamma(size) - lgamma(k + 1.0)
    return exp(ways + size * log(size / (size + mean)) + k * log(mean / (size + mean)))


def assert_quantile(quantile: Callable[..., float], chance: Callable[..., float], *numbers: float) -> None:
    """Assert that each draw k is the smallest with P(X <= k) >= u, up to rounding in the sums."""
    grid = np.concatenate([[1e-12, 1e-6], np.linspace(0.001, 0.999, 500), [1 - 1e-6]])
    drawn = [int(quantile(u, *numbers)) for u in grid]
    up_to = np.cumsum([0.0, *(chance(k, *numbers) for k in range(max(drawn) + 1))])
    for u, k in zip(grid, drawn, strict=True):
        assert up_to[k] - 1e-11 < u < up_to[k + 1] + 1e-11


def moments(quantile: Callable[..., float], *numbers: float) -> tuple[float, float]:
    drawn = np.array([quantile((k + 0.5) / 100_000, *numbers) for k in range(100_000)])
    return drawn.mean(), drawn.var()


@pytest.mark.parametrize("mean", POISSON_MEANS)
def test_poisson_is_the_poisson_quantile(mean):
    assert_quantile(luck.poisson, poisson_chance, mean)


@pytest.mark.parametrize("mean", POISSON_MEANS)
def test_poisson_draws_have_mean_and_variance_equal(mean):
    assert moments(luck.poisson, mean) == (pytest.approx(mean, rel=1e-3), pytest.approx(mean, rel=1e-3))


@pytest.mark.parametrize(("mean", "size"), SIZES)
def test_negative_binomial_is_its_quantile(mean, size):
    assert_quantile(luck.negative_binomial, negative_binomial_chance, mean, size)


@pytest.mark.parametrize(("mean", "size"), SIZES)
def test_negative_binomial_draws_have_the_stated_mean_and_variance(mean, size):
    variance = mean + mean**2 / size
    found = moments(luck.negative_binomial, mean, size)
    assert found == (pytest.approx(mean, rel=1e-3), pytest.approx(variance, rel=2e-3))


def test_counts_with_mean_zero_are_zero():
    assert luck.poisson(ALMOST_ONE, 0.0) == 0.0
    assert luck.negative_binomial(ALMOST_ONE, 0.0, 3.0) == 0.0


def test_a_draw_at_the_edge_of_a_count_still_belongs_to_it():
    assert luck.poisson(exp(-2.0), 2.0) == 0.0
    assert luck.negative_binomial(0.25, 2.0, 2.0) == 0.0
    assert luck.negative_binomial(np.nextafter(0.25, 1.0), 2.0, 2.0) == 1.0


def test_the_luckiest_poisson_draw_is_a_sensible_count():
    for mean in np.linspace(0.36, 16.6, 300):
        assert luck.poisson(ALMOST_ONE, mean) < mean + 20.0 * sqrt(mean) + 20.0


def test_the_luckiest_negative_binomial_draw_is_a_sensible_count():
    for mean, size in product(np.linspace(9.0, 34.0, 26), np.linspace(1.0, 20.0, 39)):
        assert luck.negative_binomial(ALMOST_ONE, mean, size) < mean + 60.0 * sqrt(mean + mean**2 / size)
