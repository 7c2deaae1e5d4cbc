"""A network whose parameters are views of one vector: what is done to all of them is one operation."""
import sys
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file

sys.path.append(str(Path(__file__).parents[2] / "fixtures" / "golden"))
from models import build  # noqa: E402


class FlatNetwork:
    """A checkpoint in evaluation mode, with the examples of its m-groups.

    `channelsLast` says in which order convolutions find their numbers; which order is faster depends on the network.
    """

    def __init__(self, options, dtype=torch.float32):
        network = build(options["model"]).eval()
        network.load_state_dict(load_file(options["checkpoint"]), strict=False)
        self.network, self.dtype, self.m = network.to(dtype), dtype, options["m"]
        self.channels_last = options["channelsLast"]
        named = dict(network.named_parameters())
        self.parameters = list(named.values())
        self.is_weight = torch.cat([torch.full([w.numel()], name.endswith("weight")) for name, w in named.items()])
        self.at = torch.cat([self._flatten(w.detach()) for w in self.parameters])
        self.origin = self.at.clone()
        offset = 0
        for w in self.parameters:
            w.data = self._view(self.at[offset : offset + w.numel()], w.shape)
            offset += w.numel()
        self.examples = load_file(options["examples"])

    def _is_reordered(self, shape):
        return self.channels_last and len(shape) == 4

    def _flatten(self, tensor):
        return (tensor.permute(0, 2, 3, 1) if self._is_reordered(tensor.shape) else tensor).reshape(-1)

    def _view(self, flat, shape):
        if not self._is_reordered(shape):
            return flat.view(shape)
        outputs, inputs, height, width = shape
        return flat.view(outputs, height, width, inputs).permute(0, 3, 1, 2)

    def group(self, index):
        rows = slice(index * self.m, (index + 1) * self.m)
        images = self.examples["images"][rows].to(self.dtype)
        if self.channels_last:
            images = images.contiguous(memory_format=torch.channels_last)
        return images, self.examples["labels"][rows].long()

    def loss(self, group):
        images, labels = group
        return F.cross_entropy(self.network(images), labels)

    def loss_and_gradient(self, group):
        loss = self.loss(group)
        gradient = torch.autograd.grad(loss, self.parameters)
        return loss.detach(), torch.cat([self._flatten(g) for g in gradient])

    def operator(self, region):
        """The diagonal of T_w at the checkpoint."""
        ones = torch.ones_like(self.origin)
        if region["normalization"] == "none":
            return ones
        scaled = self.origin.abs() + region["eta"]
        return torch.where(self.is_weight, scaled, ones) if region["bias"] == "constant" else scaled
