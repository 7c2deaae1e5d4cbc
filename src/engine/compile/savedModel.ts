import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import protobuf from 'protobufjs';
import type { Binding } from '../native/backend.ts';
import type { GraphNode } from './graph.ts';

/** The part of TensorFlow's saved_model.proto, graph.proto and attr_value.proto that a bare graph needs. */
const SCHEMA = `syntax = "proto3";
message Dim { int64 size = 1; string name = 2; }
message Shape { repeated Dim dim = 2; bool unknown_rank = 3; }
message TensorProto { int32 dtype = 1; Shape tensor_shape = 2; bytes tensor_content = 4; }
message ListValue {
  repeated bytes s = 2; repeated int64 i = 3; repeated float f = 4; repeated bool b = 5;
  repeated int32 type = 6; repeated Shape shape = 7;
}
message AttrValue {
  oneof value {
    ListValue list = 1; bytes s = 2; int64 i = 3; float f = 4; bool b = 5;
    int32 type = 6; Shape shape = 7; TensorProto tensor = 8;
  }
}
message NodeDef {
  string name = 1; string op = 2; repeated string input = 3; string device = 4; map<string, AttrValue> attr = 5;
}
message VersionDef { int32 producer = 1; }
message GraphDef { repeated NodeDef node = 1; VersionDef versions = 4; }
message MetaInfo { string meta_graph_version = 1; repeated string tags = 4; }
message MetaGraphDef { MetaInfo meta_info_def = 1; GraphDef graph_def = 2; }
message SavedModel { int64 saved_model_schema_version = 1; repeated MetaGraphDef meta_graphs = 2; }`;

/** GraphDef's version when TensorFlow 2.21 wrote it: decides which defaults of attributes hold. */
const GRAPH_PRODUCER = 1882;
const TAG = 'serve';

let savedModel: protobuf.Type | undefined;

function encode(nodes: readonly GraphNode[]): Uint8Array {
  savedModel ??= protobuf.parse(SCHEMA, { keepCase: true }).root.lookupType('SavedModel');
  const graph = { node: nodes, versions: { producer: GRAPH_PRODUCER } };
  const message = {
    saved_model_schema_version: 1,
    meta_graphs: [{ meta_info_def: { tags: [TAG] }, graph_def: graph }],
  };
  return savedModel.encode(savedModel.create(message)).finish();
}

/** Loads a graph into a TensorFlow session; TensorFlow takes graphs from a folder only, which is gone again on return. */
export function loadGraph(binding: Binding, nodes: readonly GraphNode[]): number {
  const folder = mkdtempSync(join(tmpdir(), 'adaptive-sharpness-graph-'));
  try {
    writeFileSync(join(folder, 'saved_model.pb'), encode(nodes));
    return binding.loadSavedModel(folder, TAG);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
