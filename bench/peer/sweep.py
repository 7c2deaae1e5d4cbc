"""A sweep in PyTorch: processes of one thread each, which keep their interpreter from run to run and share the data.

Answers a line of JSON, the runs and where everything is, with another: what each model came to."""
import json
import multiprocessing
import sys
from pathlib import Path

import torch
import torch.nn.functional as F

from flat_network import build

MEAN, DEVIATION = 0.1307, 0.3081
SCORED_AT_ONCE = 500
shared = {}


def read_split(folder, name, count):
    """The first examples of a split of MNIST: images [count, 1, 28, 28], and labels."""
    pixels = bytearray((folder / f"{name}-images-idx3-ubyte").read_bytes()[16 : 16 + count * 28 * 28])
    labels = bytearray((folder / f"{name}-labels-idx1-ubyte").read_bytes()[8 : 8 + count])
    images = torch.frombuffer(pixels, dtype=torch.uint8).view(count, 1, 28, 28) / 255
    return (images - MEAN) / DEVIATION, torch.frombuffer(labels, dtype=torch.uint8).long()


def prepare(request):
    """What all runs need."""
    folder, dataset = Path(request["dataDirectory"]) / "mnist", request["runs"][0]["dataset"]
    shared["memoryFormat"] = torch.channels_last if request["channelsLast"] else torch.contiguous_format
    for split, file in [("train", "train"), ("test", "t10k")]:
        images, labels = read_split(folder, file, dataset[f"{split}Count"])
        shared[split] = images.contiguous(memory_format=shared["memoryFormat"]), labels


@torch.inference_mode()
def score(network, images, labels):
    """Mean loss and accuracy in evaluation mode."""
    network.eval()
    loss = correct = 0.0
    for some, own in zip(images.split(SCORED_AT_ONCE), labels.split(SCORED_AT_ONCE)):
        logits = network(some)
        loss += F.cross_entropy(logits, own, reduction="sum").item()
        correct += (logits.argmax(1) == own).sum().item()
    return loss / len(labels), correct / len(labels)


def train(run):
    """Trains a model, scores it and writes its folder."""
    training, (images, labels) = run["training"], shared["train"]
    torch.manual_seed(run["seed"])
    network = build(run["model"]).to(memory_format=shared["memoryFormat"])
    optimizer = torch.optim.SGD(
        network.parameters(),
        training["learningRate"],
        training["momentum"],
        weight_decay=training["weightDecay"],
        fused=True,
    )
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, training["epochs"])
    history = []
    for _ in range(training["epochs"]):
        network.train()
        total = torch.zeros(())
        for rows in torch.randperm(len(labels)).split(training["batchSize"]):
            optimizer.zero_grad()
            loss = F.cross_entropy(network(images[rows]), labels[rows])
            loss.backward()
            optimizer.step()
            total += loss.detach() * len(rows)
        schedule.step()
        history.append(total.item() / len(labels))
    train_loss, train_accuracy = score(network, *shared["train"])
    test_loss, test_accuracy = score(network, *shared["test"])
    metrics = {
        "trainLoss": train_loss,
        "trainAccuracy": train_accuracy,
        "testLoss": test_loss,
        "testAccuracy": test_accuracy,
    }
    out = Path(run["out"])
    out.mkdir(parents=True)
    torch.save(network.state_dict(), out / "model.pt")
    (out / "metrics.json").write_text(json.dumps({**metrics, "history": history}))
    return metrics


request = json.loads(sys.stdin.readline())
# before the processes are forked: the threads of a pool would not come along
torch.set_num_threads(1)
prepare(request)
with multiprocessing.get_context("fork").Pool(request["processes"]) as pool:
    trained = pool.map(train, request["runs"], chunksize=1)
print(json.dumps(trained), flush=True)
