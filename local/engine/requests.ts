import type { Alias } from '@pulumi/pulumi/proto/alias_pb.js';
import type { ReadResourceRequest, RegisterResourceRequest } from '@pulumi/pulumi/proto/resource_pb.js';
import struct from 'google-protobuf/google/protobuf/struct_pb.js';
import type { Struct } from 'google-protobuf/google/protobuf/struct_pb.js';
import type { PlanObject, ResourceAlias, ResourceOptions } from './plan.js';
import { NO_OPTIONS, type Registration } from './registration.js';
import { decodeObject } from './wireValue.js';

export function registrationOf(request: RegisterResourceRequest): Registration {
  return {
    type: request.getType(),
    name: request.getName(),
    parent: request.getParent() || undefined,
    custom: request.getCustom(),
    remote: request.getRemote(),
    inputs: propertiesOf(request.getObject()),
    dependencies: request.getDependenciesList().toSorted(),
    propertyDependencies: propertyDependenciesOf(request),
    provider: request.getProvider() || undefined,
    providers: Object.fromEntries(request.getProvidersMap().getEntryList()),
    options: optionsOf(request),
  };
}

export function readRegistrationOf(request: ReadResourceRequest): Registration {
  return {
    type: request.getType(),
    name: request.getName(),
    parent: request.getParent() || undefined,
    custom: true,
    remote: false,
    inputs: propertiesOf(request.getProperties()),
    dependencies: request.getDependenciesList().toSorted(),
    propertyDependencies: {},
    provider: request.getProvider() || undefined,
    providers: {},
    options: { ...NO_OPTIONS, additionalSecretOutputs: request.getAdditionalsecretoutputsList() },
  };
}

export function propertiesOf(properties: Struct | undefined): PlanObject {
  return properties === undefined ? {} : decodeObject(properties.toJavaScript());
}

export function structOf(properties: Record<string, unknown>): Struct {
  // The signature asks for JSON values; it is what encodeValue writes.
  return struct.Struct.fromJavaScript(properties as Parameters<typeof struct.Struct.fromJavaScript>[0]);
}

/** Properties that depend on nothing are left out. */
function propertyDependenciesOf(request: RegisterResourceRequest): Registration['propertyDependencies'] {
  const entries = request
    .getPropertydependenciesMap()
    .getEntryList()
    .map(([property]) => {
      const urns = request.getPropertydependenciesMap().get(property)?.getUrnsList() ?? [];
      return [property, urns.toSorted()] as const;
    });
  return Object.fromEntries(entries.filter(([, urns]) => urns.length > 0));
}

function optionsOf(request: RegisterResourceRequest): ResourceOptions {
  return {
    protect: request.getProtect() ?? false,
    retainOnDelete: request.getRetainondelete() ?? false,
    deleteBeforeReplace: request.getDeletebeforereplace(),
    ignoreChanges: request.getIgnorechangesList(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    aliases: request.getAliasesList().map(aliasOf),
  };
}

function aliasOf(alias: Alias): ResourceAlias {
  const spec = alias.getSpec();
  if (spec === undefined) return alias.getUrn();
  const given: Readonly<Record<string, string | boolean>> = {
    name: spec.getName(),
    type: spec.getType(),
    stack: spec.getStack(),
    project: spec.getProject(),
    parent: spec.getParenturn(),
    noParent: spec.getNoparent(),
  };
  return Object.fromEntries(
    Object.entries(given).filter((entry): entry is [string, string | true] => entry[1] !== '' && entry[1] !== false),
  );
}
