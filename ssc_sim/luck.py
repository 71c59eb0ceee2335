"""Keyed luck: every draw is a pure function of what it is for.

    draw = hash(seed, replicate, purpose, year; who)

A decision has one key; each agent's draw under it follows from the agent's identity (its ISO code), never from its row.
So two scenarios meet the same luck, results depend on no order of execution, any replicate can be run again alone, and
one country more changes no other country's luck. Nothing else in the model draws.

The hash is the finaliser of SplitMix64 (Steele, Lea and Flood 2014), applied once for each part of the key. Keys cross
the border to Python as signed integers and are cast back first thing inside: an unsigned one above 2^63 would overflow.
"""

from math import exp, log, sqrt

import numpy as np

from ssc_sim.compiled import compiled

# Purposes: one number for each decision that draws. A new one takes the next number; none is ever used twice.
(
    STARTING_BUDGET, BUDGET, PROGRAMMES, CALL, SCOPE, FIELD, GUESTS, INVITATION, SIZE, DELEGATION,
    LEADER, INTEREST, GRADUATE, COUNTRY, ARRIVAL,
) = range(15)  # fmt: skip

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
FIRST = np.uint64(0xBF58476D1CE4E5B9)
SECOND = np.uint64(0x94D049BB133111EB)
S30, S27, S31, S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
UNIT = 2.0**-53
SMALLEST = UNIT / 8.0  # below this a probability adds nothing that the rounding of the others does not hide


# Coefficients of the normal quantile (Wichura 1988, algorithm AS 241), from the constant upwards.
# fmt: off
MIDDLE_ABOVE = (
    3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
    4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3,
)
MIDDLE_BELOW = (
    1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
    2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3,
)
SHOULDER_ABOVE = (
    1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
    1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4,
)
SHOULDER_BELOW = (
    1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
    1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
)
TAIL_ABOVE = (
    6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
    2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
)
TAIL_BELOW = (
    1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
    7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15,
)
# fmt: on


@compiled
def mixed(z):
    """Return 64 well-mixed bits of 64 bits (the finaliser of SplitMix64)."""
    z = (z ^ (z >> S30)) * FIRST
    z = (z ^ (z >> S27)) * SECOND
    return z ^ (z >> S31)


@compiled
def narrowed(key, part):
    """Return the key of one of several like decisions: the k-th programme of the year, say."""
    return np.int64(mixed((np.uint64(key) ^ np.uint64(part)) * GOLDEN + GOLDEN))


@compiled
def key(seed, replicate, purpose, year):
    """Return the key of one decision."""
    return narrowed(
        narrowed(narrowed(narrowed(0, np.int64(seed)), np.int64(replicate)), np.int64(purpose)), np.int64(year)
    )


@compiled
def uniform(key, who):
    """Return a number strictly between 0 and 1: one agent's draw under a key."""
    return min((np.float64(np.int64(np.uint64(narrowed(key, who)) >> S11)) + 0.5) * UNIT, 1.0 - UNIT)


@compiled
def polynomial(x, coefficients):
    """Return a polynomial, its coefficients given from the constant upwards."""
    value = 0.0
    for place in range(len(coefficients) - 1, -1, -1):
        value = value * x + coefficients[place]
    return value


@compiled
def normal(u):
    """Return the standard normal quantile of u (Wichura 1988, algorithm AS 241, good to 1e-15)."""
    q = u - 0.5
    if abs(q) <= 0.425:
        x = 0.180625 - q * q
        return q * (polynomial(x, MIDDLE_ABOVE) / polynomial(x, MIDDLE_BELOW))
    r = sqrt(-log(min(u, 1.0 - u)))
    if r <= 5.0:
        x = polynomial(r - 1.6, SHOULDER_ABOVE) / polynomial(r - 1.6, SHOULDER_BELOW)
    else:
        x = polynomial(r - 5.0, TAIL_ABOVE) / polynomial(r - 5.0, TAIL_BELOW)
    return -x if q < 0.0 else x


@compiled
def poisson(u, mean):
    """Return the Poisson quantile of u, by inversion (for means up to 700)."""
    probability = exp(-mean)
    k = 0
    while u > probability and (k < mean or probability > SMALLEST):
        u -= probability
        k += 1
        probability *= mean / k
    return float(k)


@compiled
def negative_binomial(u, mean, size):
    """Return the negative-binomial quantile of u, by inversion; variance = mean + mean^2 / size."""
    probability = exp(size * log(size / (size + mean)))
    ratio = mean / (size + mean)
    k = 0
    while u > probability and (k < mean or probability > SMALLEST):
        u -= probability
        probability *= (k + size) / (k + 1.0) * ratio
        k += 1
    return float(k)
