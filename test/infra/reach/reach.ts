import ts from 'typescript';
import type { Code } from './program.js';

/** A call of AWS's SDK that code makes: the service of the client, and the command or the operation of the paginator. */
export interface SdkCall {
  readonly service: string;
  readonly operation: string;
}

/** A function in an object literal that stands for a member of a type: it runs if that member is used. */
interface LazyMember {
  readonly member: ts.Declaration;
  readonly body: ts.Node;
}

/**
 * What code can call, from a set of nodes on, by the types of the compiler: functions and methods that are named, methods
 * of classes that are made where a type of theirs is used, members of object literals where that member is used. It errs
 * on the side of more: what is in a branch that is never taken counts.
 */
export class Reach {
  readonly #checker: ts.TypeChecker;
  readonly #seen = new Set<ts.Node>();
  readonly #queue: ts.Node[] = [];
  readonly #classes = new Set<ts.ClassDeclaration>();
  readonly #members = new Set<ts.Declaration>();
  readonly #lazy: LazyMember[] = [];
  readonly methods = new Set<ts.MethodDeclaration>();
  readonly calls: SdkCall[] = [];

  constructor({ checker }: Code, from: readonly ts.Node[]) {
    this.#checker = checker;
    for (const node of from) this.#reach(node);
    for (let node = this.#queue.pop(); node !== undefined; node = this.#queue.pop()) this.#walk(node);
  }

  #reach(node: ts.Node): void {
    if (this.#seen.has(node)) return;
    this.#seen.add(node);
    this.#queue.push(node);
  }

  /** The children of a node that runs. */
  #walk(node: ts.Node): void {
    if (ts.isMethodDeclaration(node) && ts.isClassDeclaration(node.parent)) this.methods.add(node);
    ts.forEachChild(node, (child) => {
      this.#visit(child);
    });
  }

  #visit(node: ts.Node): void {
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    if (ts.isImportDeclaration(node) || ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) return;
    if (ts.isNewExpression(node)) this.#make(node);
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) this.#name(node);
    else if (this.#isLazy(node)) return;
    else if (ts.isBindingElement(node)) this.#unpack(node);
    ts.forEachChild(node, (child) => {
      this.#visit(child);
    });
  }

  #name(node: ts.Identifier | ts.PrivateIdentifier): void {
    const symbol = ts.isShorthandPropertyAssignment(node.parent)
      ? this.#checker.getShorthandAssignmentValueSymbol(node.parent)
      : this.#checker.getSymbolAtLocation(node);
    if (symbol !== undefined) this.#use(symbol);
  }

  /** `const { read } = port` uses the member as `port.read` does. */
  #unpack({ parent, name, propertyName }: ts.BindingElement): void {
    const key = propertyName ?? name;
    if (!ts.isObjectBindingPattern(parent) || !ts.isIdentifier(key)) return;
    const member = this.#checker.getTypeAtLocation(parent).getProperty(key.text);
    if (member !== undefined) this.#use(member);
  }

  #use(symbol: ts.Symbol): void {
    const call = sdkCallOf(symbol);
    if (call !== undefined) this.calls.push(call);
    const target = symbol.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(symbol) : symbol;
    for (const declaration of target.declarations ?? []) {
      if (isForeign(declaration)) continue;
      if (ts.isFunctionDeclaration(declaration) || ts.isMethodDeclaration(declaration)) this.#reach(declaration);
      if (ts.isVariableDeclaration(declaration) || ts.isPropertyDeclaration(declaration)) this.#reach(declaration);
      if (ts.isGetAccessorDeclaration(declaration)) this.#reach(declaration);
      if (isMember(declaration)) this.#useMember(declaration);
    }
  }

  #make({ expression }: ts.NewExpression): void {
    const found = this.#checker.getSymbolAtLocation(expression);
    if (found === undefined) return;
    const symbol = found.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(found) : found;
    const made = symbol.declarations?.find(ts.isClassDeclaration);
    if (made === undefined || isForeign(made) || this.#classes.has(made)) return;
    this.#classes.add(made);
    for (const one of [made, ...this.#basesOf(made)]) {
      one.members
        .filter((member) => !ts.isMethodDeclaration(member))
        .forEach((member) => {
          this.#reach(member);
        });
    }
    for (const member of this.#members) this.#useIn(made, member);
  }

  #basesOf(made: ts.ClassDeclaration): readonly ts.ClassDeclaration[] {
    const base = this.#checker
      .getTypeAtLocation(made)
      .getBaseTypes()?.[0]
      ?.symbol.declarations?.find(ts.isClassDeclaration);
    return base === undefined || isForeign(base) ? [] : [base, ...this.#basesOf(base)];
  }

  #useMember(member: ts.Declaration): void {
    if (this.#members.has(member)) return;
    this.#members.add(member);
    for (const made of this.#classes) this.#useIn(made, member);
    for (const lazy of this.#lazy) if (lazy.member === member) this.#reach(lazy.body);
  }

  /** The method by which a class does what a member of a type of its asks. */
  #useIn(made: ts.ClassDeclaration, member: ts.Declaration): void {
    const type = this.#checker.getTypeAtLocation(made);
    const name = ts.getNameOfDeclaration(member);
    if (name === undefined || !ts.isIdentifier(name)) return;
    const method = type.getProperty(name.text)?.declarations?.find(ts.isMethodDeclaration);
    if (method === undefined || !this.#checker.isTypeAssignableTo(type, this.#checker.getTypeAtLocation(member.parent)))
      return;
    this.#reach(method);
  }

  #isLazy(node: ts.Node): boolean {
    if (!ts.isObjectLiteralElementLike(node) || !ts.isObjectLiteralExpression(node.parent)) return false;
    const body = bodyOf(node);
    const name = node.name;
    if (body === undefined || name === undefined || !ts.isIdentifier(name)) return false;
    const expected = this.#checker.getContextualType(node.parent)?.getProperty(name.text);
    const member = expected?.declarations?.find((declaration) => isMember(declaration) && !isForeign(declaration));
    if (member === undefined) return false;
    this.#lazy.push({ member, body });
    if (this.#members.has(member)) this.#reach(body);
    return true;
  }
}

function bodyOf(element: ts.ObjectLiteralElementLike): ts.Node | undefined {
  if (ts.isMethodDeclaration(element)) return element;
  if (!ts.isPropertyAssignment(element)) return undefined;
  const { initializer } = element;
  return ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer) ? initializer : undefined;
}

function isMember(declaration: ts.Declaration): boolean {
  return ts.isMethodSignature(declaration) || ts.isPropertySignature(declaration);
}

function isForeign(node: ts.Node): boolean {
  return node.getSourceFile().fileName.includes('/node_modules/');
}

/** By the import of it: the compiler need not read the SDK's own code. */
function sdkCallOf(symbol: ts.Symbol): SdkCall | undefined {
  const specifier = symbol.declarations?.find(ts.isImportSpecifier);
  if (specifier === undefined) return undefined;
  const from = specifier.parent.parent.parent;
  const module =
    ts.isImportDeclaration(from) && ts.isStringLiteral(from.moduleSpecifier) ? from.moduleSpecifier.text : '';
  const service = /^@aws-sdk\/client-([a-z0-9-]+)$/.exec(module)?.[1];
  const operation = /^(\w+)Command$|^paginate(\w+)$/.exec((specifier.propertyName ?? specifier.name).text);
  if (service === undefined || operation === null) return undefined;
  return { service, operation: operation[1] ?? operation[2] ?? '' };
}
