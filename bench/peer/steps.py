"""Steps and gradients of a network, as users write them. `channelsLast` says in which order convolutions find their
numbers; which order is faster depends on the network."""
import time

import torch
import torch.nn.functional as F
from torch.nn.modules.batchnorm import _BatchNorm

from flat_network import build


def prepared(options):
    """The network with a random batch."""
    network = build(options["model"])
    height, width, channels = options["model"]["inputShape"]
    images = torch.randn(options["batchSize"], channels, height, width)
    if options["channelsLast"]:
        network = network.to(memory_format=torch.channels_last)
        images = images.contiguous(memory_format=torch.channels_last)
    return network, images, torch.arange(options["batchSize"]) % options["model"]["classes"]


class Asam:
    """ASAM around an optimizer, as SamsungLabs/ASAM computes it: p = 2, |w| + eta for what is named a weight."""

    def __init__(self, optimizer, network, radius, eta):
        self.optimizer, self.network, self.radius, self.eta = optimizer, network, radius, eta
        self.epsilon = {}

    @torch.no_grad()
    def ascend(self):
        scaled, operators = {}, {}
        for name, w in self.network.named_parameters():
            if "weight" in name:
                operators[name] = w.abs().add_(self.eta)
                w.grad.mul_(operators[name])
            scaled[name] = w.grad
        norm = torch.norm(torch.stack([torch.norm(u) for u in scaled.values()])) + 1e-16
        for name, w in self.network.named_parameters():
            epsilon = scaled[name] * operators[name] if name in operators else scaled[name].clone()
            self.epsilon[name] = epsilon.mul_(self.radius / norm)
            w.add_(epsilon)
        self.optimizer.zero_grad()

    @torch.no_grad()
    def descend(self):
        for name, w in self.network.named_parameters():
            w.sub_(self.epsilon[name])
        self.optimizer.step()
        self.optimizer.zero_grad()


def keep_statistics(network, kept):
    """Batch norm leaves its running statistics alone while they are kept."""
    for module in network.modules():
        if isinstance(module, _BatchNorm):
            module.momentum = 0.0 if kept else 0.1


def training_step(options):
    """Forward, backward and update: SGD with momentum and weight decay, or ASAM around it."""
    network, images, labels = prepared(options)
    network.train()
    optimizer = torch.optim.SGD(
        network.parameters(), options["learningRate"], options["momentum"], weight_decay=options["weightDecay"]
    )

    def sgd():
        optimizer.zero_grad()
        loss = F.cross_entropy(network(images), labels)
        loss.backward()
        optimizer.step()
        return loss.item()

    if options["asam"] is None:
        return sgd
    asam = Asam(optimizer, network, **options["asam"])

    def step():
        loss = F.cross_entropy(network(images), labels)
        loss.backward()
        asam.ascend()
        keep_statistics(network, True)
        F.cross_entropy(network(images), labels).backward()
        keep_statistics(network, False)
        asam.descend()
        return loss.item()

    return step


def forward_backward(options):
    network, images, labels = prepared(options)
    network.train(options["mode"] == "training")
    parameters = list(network.parameters())
    return lambda: torch.autograd.grad(F.cross_entropy(network(images), labels), parameters)


def repeat(run, repetitions):
    """The milliseconds of each repetition."""
    milliseconds = []
    for _ in range(repetitions):
        start = time.perf_counter()
        run()
        milliseconds.append((time.perf_counter() - start) * 1e3)
    return milliseconds
