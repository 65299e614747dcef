import type * as pulumi from '@pulumi/pulumi';
import { flag, refuse } from './configValues.js';

/** Private (RFC 1918) and shared (RFC 6598) addresses. The network has no way to public ones. */
const PRIVATE_BLOCKS = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'];

/** A VPC takes /16 to /28 (VPC User Guide, "VPC CIDR blocks"); three subnets with endpoints need a /24. */
const LARGEST = 16;
const SMALLEST = 24;

interface Block {
  readonly first: number;
  readonly bits: number;
}

/** The network's CIDR block, undefined without a network. Throws RunError. */
export function readNetwork(config: pulumi.Config): string | undefined {
  const cidr = config.get('networkCidr') ?? '10.77.0.0/24';
  const block = blockOf(cidr);
  if (block === undefined || block.bits < LARGEST || block.bits > SMALLEST) {
    return refuse('networkCidr', cidr, `a block of IPv4 addresses from /${LARGEST} to /${SMALLEST}`);
  }
  const first = firstOf(block);
  if (first !== block.first) {
    return refuse('networkCidr', cidr, `where a block begins; it is ${dotted(first)}/${block.bits}`);
  }
  if (!PRIVATE_BLOCKS.some((known) => isInside(block, known))) {
    return refuse('networkCidr', cidr, `in a private block: ${PRIVATE_BLOCKS.join(', ')}`);
  }
  return flag(config, 'network', false) ? cidr : undefined;
}

function blockOf(cidr: string): Block | undefined {
  const match = /^((?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3})\/(\d{1,2})$/.exec(cidr);
  const octets = (match?.[1] ?? '').split('.').map(Number);
  const bits = Number(match?.[2] ?? NaN);
  if (Number.isNaN(bits) || bits > 32 || octets.some((octet) => octet > 255)) return undefined;
  return { first: octets.reduce((sum, octet) => sum * 256 + octet, 0), bits };
}

function firstOf({ first, bits }: Block): number {
  const size = 2 ** (32 - bits);
  return Math.floor(first / size) * size;
}

function isInside({ first, bits }: Block, known: string): boolean {
  const outer = blockOf(known);
  return outer !== undefined && bits >= outer.bits && firstOf({ first, bits: outer.bits }) === outer.first;
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}
