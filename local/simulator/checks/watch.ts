import type { Instant } from '../../../domain/instant.js';
import { stringAt, type JsonObject } from '../../../domain/json.js';
import type { PolicyHolder } from '../../../domain/iam/principal.js';
import { holderOf } from '../../../domain/iam/principal.js';
import type { BudgetChange } from '../../../handlers/ports/budgetStore.js';
import type { Entry } from '../../world/journal.js';
import type { World } from '../../world/world.js';
import type { Configuration } from '../terms/configuration.js';
import { deniedPersons } from './deniedPersons.js';
import type {
  AttachmentLook,
  ChargedAt,
  ClosedPeriod,
  Decided,
  DenyChange,
  DoneAct,
  Edit,
  RowWrite,
  ServedCall,
  Violation,
} from './watched.js';

/** Access is not whole again. */
const SUSPENDED: readonly string[] = ['suspending', 'suspended', 'restoring'];

/** Keeps what the checks need and the world does not keep. */
export class Watch {
  readonly served: ServedCall[] = [];
  readonly closed: ClosedPeriod[] = [];
  /** By principal: when its budget was opened. */
  readonly openings = new Map<string, Instant>();
  readonly denies: DenyChange[] = [];
  readonly acts: DoneAct[] = [];
  /** The scenario's first, then people's changes. */
  readonly configurations: Configuration[] = [];
  readonly decisions: Decided[] = [];
  readonly edits: Edit[] = [];
  /** By budget: its row at every write. */
  readonly writes = new Map<string, RowWrite[]>();
  readonly looks: AttachmentLook[] = [];
  /** When a budget was found over its limit: the start of grace, or of the suspension. */
  readonly detections: { readonly at: Instant; readonly principalId: string }[] = [];
  /** When a suspension was refused, and why. */
  readonly refusals: { readonly at: Instant; readonly principalId: string; readonly reason: string }[] = [];
  /** When each call was charged, by request id. */
  readonly chargedAt: ReadonlyMap<string, ChargedAt>;
  /** By principal: what people have given it and not taken away. */
  readonly given = new Map<string, Set<string>>();
  /** Principals whose attachments people changed while the stack was changing them too. */
  readonly contested = new Set<string>();
  /** By principal: when it was last seen in a suspension. */
  readonly suspendedUntil = new Map<string, Instant>();
  /** Answers of IAM to persons that are wrong. */
  readonly wrongAnswers: Violation[] = [];
  garbage = 0;
  readonly #denyArns: ReadonlySet<string>;
  readonly #suspendedBefore: ReadonlySet<string>;
  /** By policy: the persons whom its document denies. */
  readonly #deniedBy = new Map<string, ReadonlySet<string>>();
  #world: World | undefined;

  constructor(
    denyArns: readonly string[],
    chargedAt: ReadonlyMap<string, ChargedAt>,
    suspendedBefore: readonly string[] = [],
  ) {
    this.#suspendedBefore = new Set(suspendedBefore);
    this.chargedAt = chargedAt;
    this.#denyArns = new Set(denyArns);
  }

  /** `isSweepOnly`: without the table's stream, as in the original design. */
  attachTo(world: World, isSweepOnly: boolean): void {
    this.#world = world;
    const { budgets } = world.tables;
    const stream = budgets.onWrite;
    budgets.onWrite = (change) => {
      this.#written(change);
      if (!isSweepOnly) stream(change);
    };
    world.journal.onEntry = (entry) => {
      this.#happened(entry);
    };
  }

  isDeny(policyArn: string): boolean {
    return this.#denyArns.has(policyArn);
  }

  #written({ before, after }: BudgetChange): void {
    const { budget } = after;
    const at = Date.now();
    const writes = this.writes.get(budget.principalId) ?? [];
    this.writes.set(budget.principalId, writes);
    const isEdit = before?.version === after.version;
    writes.push({ at, decidedAt: isEdit ? at : after.updatedAt, before: before?.budget, after: budget, isEdit });
    if ([before?.budget.status, budget.status].some((status) => SUSPENDED.includes(status ?? 'active'))) {
      this.suspendedUntil.set(budget.principalId, at);
    }
    if (before === undefined) this.openings.set(budget.principalId, at);
    if (before !== undefined && before.budget.period.start < budget.period.start) {
      this.closed.push({ at, budget: before.budget });
    }
    const isActive = before === undefined || before.budget.status === 'active';
    if (isActive && (budget.status === 'grace' || budget.status === 'suspending')) {
      this.detections.push({ at, principalId: budget.principalId });
    }
    if (before?.budget.status === 'restoring' && budget.status === 'active') this.#look(budget.principalId);
  }

  #happened(entry: Entry): void {
    if (entry.kind === 'event' && entry.type === 'SuspensionRefused') this.#refused(entry.at, entry.detail);
    if (entry.kind !== 'iam-changed') return;
    const { at, by, action, policyArn, subject } = entry;
    if (action === 'CreatePolicyVersion') {
      this.#documentWritten(at, by, policyArn ?? '');
      return;
    }
    const [type, name = ''] = subject.split('/');
    const principalId = this.#idOf({ type: type === 'user' ? 'user' : 'role', name });
    const isGone = action === 'DeleteUser' || action === 'DeleteRole';
    if (isGone) this.given.delete(principalId);
    // The stack only sets and removes the Deny boundary.
    if (isGone || action.endsWith('PermissionsBoundary') || (policyArn !== undefined && this.isDeny(policyArn))) {
      const isAttached = action.startsWith('Attach') || action.startsWith('Put');
      this.denies.push({ at, principalId, by, isAttached });
    } else if (by === 'people' && policyArn !== undefined) {
      this.#change(principalId, policyArn, action.startsWith('Attach'));
    }
  }

  /** Whom a new document denies, and whom it denies no longer. */
  #documentWritten(at: Instant, by: string, policyArn: string): void {
    const before = this.#deniedBy.get(policyArn) ?? new Set(this.#suspendedBefore);
    const after = deniedPersons(this.#world?.iam.policy(policyArn));
    this.#deniedBy.set(policyArn, after);
    const write = (principalId: string, isAttached: boolean): void => {
      if (!this.#suspendedBefore.has(principalId)) this.denies.push({ at, principalId, by, isAttached });
    };
    for (const principalId of after) if (!before.has(principalId)) write(principalId, true);
    for (const principalId of before) if (!after.has(principalId)) write(principalId, false);
  }

  #refused(at: Instant, detail: JsonObject): void {
    const [principalId = '', reason = ''] = [stringAt(detail, 'principalId'), stringAt(detail, 'reason')];
    this.refusals.push({ at, principalId, reason });
  }

  #change(principalId: string, policyArn: string, isAttached: boolean): void {
    const given = this.given.get(principalId) ?? new Set<string>();
    this.given.set(principalId, given);
    if (isAttached) given.add(policyArn);
    else given.delete(policyArn);
    const status = this.#world?.tables.budgets.stored(principalId)?.budget.status;
    // If somebody fills the last free place during a suspension, what was there cannot be given back.
    const isTaken = status === 'suspended' && isAttached && given.size >= 9;
    if (status === 'suspending' || status === 'restoring' || isTaken) this.contested.add(principalId);
  }

  #look(principalId: string): void {
    const holder = holderOf(principalId);
    const principal = holder === undefined ? undefined : this.#world?.iam.find(holder);
    if (principal === undefined) return;
    const expected = [...(this.given.get(principalId) ?? [])].sort();
    this.looks.push({ at: Date.now(), principalId, expected, found: [...principal.attached].sort() });
  }

  #idOf({ type, name }: PolicyHolder): string {
    const { partition = '', accountId = '' } = this.#world ?? {};
    return `arn:${partition}:iam::${accountId}:${type}/${name}`;
  }
}
