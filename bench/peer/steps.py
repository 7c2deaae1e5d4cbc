"""Steps and gradients of a network, as users write them."""
import time

import torch
import torch.nn.functional as F

from flat_network import build


def random_batch(options):
    height, width, channels = options["model"]["inputShape"]
    images = torch.randn(options["batchSize"], channels, height, width)
    return images, torch.arange(options["batchSize"]) % options["model"]["classes"]


def training_step(options):
    """Forward, backward and update: SGD with momentum and weight decay."""
    network = build(options["model"]).train()
    images, labels = random_batch(options)
    optimizer = torch.optim.SGD(
        network.parameters(), options["learningRate"], options["momentum"], weight_decay=options["weightDecay"]
    )

    def run():
        optimizer.zero_grad()
        F.cross_entropy(network(images), labels).backward()
        optimizer.step()

    return run


def forward_backward(options):
    network = build(options["model"]).train(options["mode"] == "training")
    images, labels = random_batch(options)
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
