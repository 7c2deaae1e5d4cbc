"""The paper's one step, for every region and radius of a plan."""
import math

import torch

from flat_network import FlatNetwork


def direction(gradient, operator, p):
    """epsilon / rho (the paper's equations for p = 2 and infinity)."""
    if p == "inf":
        return operator * gradient.sign()
    scaled = operator * gradient
    return operator * scaled / scaled.norm()


class Plan:
    def __init__(self, options):
        self.network = FlatNetwork(options)
        self.regions = options["regions"]

    def groups(self, first, count, check):
        """Sums over the groups, [region][radius]; null where a loss was no finite number."""
        measured = [self.measure(self.network.group(k)) for k in range(first, first + count)]
        sums = torch.tensor(measured, dtype=torch.float64).sum(0).tolist()
        return {"sums": [[value if math.isfinite(value) else None for value in row] for row in sums]}


class SharedPlan(Plan):
    """One gradient a group serves all regions and radii; one evaluation a value."""

    def measure(self, group):
        network = self.network
        loss, gradient = network.loss_and_gradient(group)
        with torch.inference_mode():
            return [self.measure_region(group, region, loss, gradient) for region in self.regions]

    def measure_region(self, group, region, loss, gradient):
        network = self.network
        step = direction(gradient, network.operator(region), region["p"])
        moved = []
        for radius in region["radii"]:
            torch.add(network.origin, step, alpha=radius, out=network.at)
            moved.append(network.loss(group))
        network.at.copy_(network.origin)
        return (torch.stack(moved) - loss).tolist()


class SeparatePlan(Plan):
    """Each region and radius by itself: gradient, step, perturbation, evaluation, restoration."""

    def measure(self, group):
        return [[self.measure_one(group, region, radius) for radius in region["radii"]] for region in self.regions]

    def measure_one(self, group, region, radius):
        network = self.network
        loss, gradient = network.loss_and_gradient(group)
        with torch.inference_mode():
            network.at.add_(direction(gradient, network.operator(region), region["p"]), alpha=radius)
            moved = network.loss(group)
            network.at.copy_(network.origin)
        return (moved - loss).item()
