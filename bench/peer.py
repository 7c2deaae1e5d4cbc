"""The PyTorch side of the bench: answers one line of JSON with another.

A request names a case, its options and how often it runs; the answer holds the milliseconds of each repetition.
"""
import json
import math
import sys
import time
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file

sys.path.append(str(Path(__file__).parent.parent / "fixtures" / "golden"))
from models import build  # noqa: E402


def random_batch(options):
    height, width, channels = options["model"]["inputShape"]
    images = torch.randn(options["batchSize"], channels, height, width)
    return images, torch.arange(options["batchSize"]) % options["model"]["classes"]


def training_step(options):
    """Forward, backward and update: SGD with momentum and weight decay, as users write it."""
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


def ascent(parameters, gradient, p, normalization, eta):
    """epsilon / rho by parameter name (the paper's equations for p = 2 and infinity), biases with T = 1."""
    def operator(name, w):
        return w.abs() + eta if normalization == "element" and name.endswith("weight") else torch.ones_like(w)

    operators = {name: operator(name, w) for name, w in parameters.items()}
    if p == "inf":
        return {name: operators[name] * gradient[name].sign() for name in parameters}
    norm = torch.sqrt(sum((operators[name] * gradient[name]).square().sum() for name in parameters))
    return {name: operators[name].square() * gradient[name] / norm for name in parameters}


def plan(options):
    """Each measure and radius by itself, group after group: ascent, perturbation, evaluation, restoration."""
    network = build(options["model"]).eval()
    network.load_state_dict(load_file(options["checkpoint"]), strict=False)
    examples = load_file(options["examples"])
    parameters = dict(network.named_parameters())
    group = iter(range(10**9))

    def measure_one(images, labels, region, radius):
        loss = F.cross_entropy(network(images), labels)
        gradient = dict(zip(parameters, torch.autograd.grad(loss, list(parameters.values()))))
        with torch.no_grad():
            direction = ascent(parameters, gradient, region["p"], region["normalization"], options["eta"])
            before = {name: w.clone() for name, w in parameters.items()}
            for name, w in parameters.items():
                w.add_(direction[name], alpha=radius)
            moved = F.cross_entropy(network(images), labels)
            for name, w in parameters.items():
                w.copy_(before[name])
        value = (moved - loss).item()
        return value if math.isfinite(value) else None

    def run():
        first = next(group) * options["m"]
        images = examples["images"][first : first + options["m"]]
        labels = examples["labels"][first : first + options["m"]].long()
        return [[measure_one(images, labels, region, rho) for rho in options["radii"]] for region in options["regions"]]

    return run


CASES = {"trainingStep": training_step, "forwardBackward": forward_backward, "plan": plan}
prepared = {}


def answer(request):
    options = request["options"]
    torch.set_num_threads(options["threads"])
    key = json.dumps([request["case"], options])
    if key not in prepared:
        prepared[key] = CASES[request["case"]](options)
    milliseconds, groups = [], []
    for _ in range(request["repetitions"]):
        start = time.perf_counter()
        result = prepared[key]()
        milliseconds.append((time.perf_counter() - start) * 1e3)
        if request["case"] == "plan":
            groups.append(result)
    return {"milliseconds": milliseconds, "groups": groups}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
