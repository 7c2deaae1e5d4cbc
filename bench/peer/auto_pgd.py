"""Auto-PGD as tml-epfl/sharpness-vs-generalization computes it (sharpness.py, version `default`, no random start).

Written anew, on one vector for all parameters. What its code does, this does too, also where that is not what
Croce & Hein (2020) published:

- p = 2, adaptive: the step is s |w| g / ||g||, and the projection onto the ellipsoid is the Euclidean one, by
  bisection to 1e-5. A parameter that is 0 makes the norm NaN, and the perturbation is not projected at all.
- The momentum term mixes the new perturbation with the one before the last.
- Where the step is halved, the network goes back to the best point, but the perturbation that the next steps add
  to does not.
"""
import math

import torch

from flat_network import FlatNetwork

MOMENTUM = 0.75
LEAST_SUCCESSES = 0.75
BISECTION = 1e-5


def checkpoints(steps):
    """The steps, counted from 0, after which the step size may be halved."""
    shares, found = [0, 0.22], [0, math.ceil(0.22 * steps)]
    while found[-1] < steps and found[-1] != found[-2]:
        shares.append(shares[-1] + max(shares[-1] - shares[-2] - 0.03, 0.06))
        found.append(math.ceil(shares[-1] * steps))
    return found[1:]


def project_onto_ellipsoid(delta, weights, radius):
    norm = lambda moved: (moved / weights).square().sum().sqrt()  # noqa: E731
    if not norm(delta) > radius:  # so that NaN is not projected
        return delta
    multiplier, least, most, limit = 0.1, 0.0, 10.0, 10.0
    projected, current = delta, norm(delta)
    while (current - radius).abs() > BISECTION:
        projected = delta / (1 + 2 * multiplier / weights.square())
        current = norm(projected)
        if current > radius:
            multiplier, least = (multiplier + most) / 2, multiplier
        else:
            multiplier, most = (least + multiplier) / 2, multiplier
        if limit - most < 1e-2:
            limit, most = 2 * limit, 2 * most
    return projected


def project(delta, weights, region, radius):
    if region["p"] == "inf":
        return torch.clamp(delta, -radius * weights, radius * weights)
    if region["normalization"] == "element":
        return project_onto_ellipsoid(delta, weights, radius)
    norm = delta.norm()
    return delta * (radius / norm) if norm > radius else delta


def ascend(network, group, region, radius, steps):
    """The largest loss less the first one, and the perturbation that gave it."""
    weights = network.operator(region)
    with torch.inference_mode():
        first = network.loss(group).item()
    delta = torch.zeros_like(weights)
    previous, best_delta, best, best_before = delta, delta, first, first
    step = step_before = 2 * radius
    successes = last_checkpoint = 0
    for k in range(steps):
        _, gradient = network.loss_and_gradient(group)
        with torch.inference_mode():
            unit = gradient.sign() if region["p"] == "inf" else gradient / (gradient.norm() + 1e-12)
            projected = project(torch.addcmul(delta, weights, unit, value=step), weights, region, radius)
            delta, previous = torch.lerp(previous, projected, MOMENTUM), delta
            torch.add(network.origin, delta, out=network.at)
            loss = network.loss(group).item()
            if loss > best:
                best, best_delta, successes = loss, delta, successes + 1
            if k in checkpoints(steps):
                too_few = successes < LEAST_SUCCESSES * (k - last_checkpoint)
                stuck = step_before == step and best_before == best
                step_before, best_before, last_checkpoint, successes = step, best, k, 0
                if too_few or stuck:
                    step *= 0.5
                    torch.add(network.origin, best_delta, out=network.at)
    network.at.copy_(network.origin)
    return best - first, best_delta


class AutoPgd:
    def __init__(self, options):
        self.network = FlatNetwork(options)
        self.exact = FlatNetwork(options, torch.float64)
        self.regions, self.steps = options["regions"], options["steps"]

    def groups(self, first, count, check):
        """Sums of the maxima over the groups, [region][radius], as float32 saw them.

        With a check also those of the same perturbations in double precision, and how many left the region.
        """
        sums, exact, outside = ([[0.0] * len(region["radii"]) for region in self.regions] for _ in range(3))
        for k in range(first, first + count):
            for i, region in enumerate(self.regions):
                for j, radius in enumerate(region["radii"]):
                    value, delta = ascend(self.network, self.network.group(k), region, radius, self.steps)
                    sums[i][j] += value
                    if check:
                        exact[i][j] += self.exact_value(k, delta)
                        outside[i][j] += self.is_outside(region, radius, delta)
        return {"sums": sums, "exact": exact, "outside": outside} if check else {"sums": sums}

    def exact_value(self, k, delta):
        network, group = self.exact, self.exact.group(k)
        with torch.inference_mode():
            before = network.loss(group)
            torch.add(network.origin, delta.double(), out=network.at)
            value = (network.loss(group) - before).item()
            network.at.copy_(network.origin)
        return value

    def is_outside(self, region, radius, delta):
        z = torch.where(delta == 0, 0, delta / self.network.operator(region))
        norm = z.norm() if region["p"] == 2 else z.abs().max()
        return not norm <= radius * (1 + 1e-3)
