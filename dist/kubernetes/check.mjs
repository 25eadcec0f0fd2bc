// Checks rendered manifests, read from standard input, against the schemas of Kubernetes: types and
// required fields by generated validators; and a field that no validator has looked at is none of
// Kubernetes.
import { readFileSync } from "node:fs";
import { PodMonitor } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PodMonitor";
import { Deployment } from "kubernetes-models/apps/v1/Deployment";
import { PodDisruptionBudget } from "kubernetes-models/policy/v1/PodDisruptionBudget";
import { Service } from "kubernetes-models/v1/Service";
import { parseAllDocuments } from "yaml";

const KINDS = { Deployment, PodDisruptionBudget, Service, PodMonitor };

/** A view of a value that notes which of its fields are looked at. */
function watched(value, path, seen) {
  if (value === null || typeof value !== "object") {
    return value;
  }
  return new Proxy(value, {
    get(target, key) {
      if (typeof key === "symbol") {
        return target[key];
      }
      seen.add(`${path}/${key}`);
      return watched(target[key], `${path}/${key}`, seen);
    },
    has(target, key) {
      seen.add(`${path}/${String(key)}`);
      return key in target;
    },
    ownKeys(target) {
      Object.keys(target).forEach((key) => seen.add(`${path}/${key}`));
      return Reflect.ownKeys(target);
    },
  });
}

function unseen(value, path, seen) {
  if (value === null || typeof value !== "object") {
    return [];
  }
  return Object.keys(value).flatMap((key) => {
    const at = `${path}/${key}`;
    return seen.has(at) ? unseen(value[key], at, seen) : [`${at} is no field of Kubernetes`];
  });
}

/** What is wrong with a manifest; empty if nothing is. */
export function faults(manifest) {
  const Model = KINDS[manifest.kind];
  if (!Model) {
    return [`${manifest.kind} is a kind that is not checked here`];
  }
  const seen = new Set();
  try {
    Object.create(Model.prototype, {}).validate.call(watched(manifest, "", seen));
  } catch (e) {
    return [e.message];
  }
  ["apiVersion", "kind", "metadata"].forEach((key) => seen.add(`/${key}`));
  return unseen(manifest, "", seen);
}

/**
 * Ports that are named and not there; and probes that ask elsewhere than where callers come in: the management port may
 * answer while nobody is served.
 */
export function wrongPorts(manifests) {
  const found = [];
  const services = manifests.filter((one) => one.kind === "Service");
  for (const deployment of manifests.filter((one) => one.kind === "Deployment")) {
    const containers = deployment.spec.template.spec.containers;
    const named = containers.flatMap((one) => (one.ports ?? []).map((port) => port.name));
    const served = services.flatMap((one) => one.spec.ports.map((port) => port.targetPort));
    for (const container of containers) {
      for (const probe of ["startupProbe", "readinessProbe", "livenessProbe"]) {
        const port = container[probe]?.httpGet?.port;
        if (!served.includes(port)) {
          found.push(`${probe} asks the port ${port}, to which no Service leads`);
        }
      }
    }
    for (const port of served) {
      if (!named.includes(port)) {
        found.push(`a Service leads to the port ${port}, which no container has`);
      }
    }
    for (const monitor of manifests.filter((one) => one.kind === "PodMonitor")) {
      for (const endpoint of monitor.spec.podMetricsEndpoints) {
        if (!named.includes(endpoint.port) || served.includes(endpoint.port)) {
          found.push(`metrics are fetched from the port ${endpoint.port}, which is not the management port`);
        }
      }
    }
  }
  return found;
}

const documents = parseAllDocuments(readFileSync(0, "utf8")).map((each) => each.toJS());
let wrong = 0;
for (const manifest of documents) {
  const found = faults(manifest);
  wrong += found.length;
  console.log(`${found.length ? "FAILED" : "ok    "}  ${manifest.kind} ${manifest.metadata.name}`);
  found.forEach((fault) => console.log(`        ${fault}`));
}
const ports = wrongPorts(documents);
ports.forEach((fault) => console.log(`FAILED  ${fault}`));
wrong += ports.length;
process.exit(wrong === 0 && documents.length > 0 ? 0 : 1);
