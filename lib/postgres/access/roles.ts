/** Roles as the login needs them: which exist, who is a member of whom (acl.c: is_member_of_role_nosuper), and what they may do (pg_authid). */

/** What is known of a role. */
export interface RoleFacts {
  /** Roles it is a direct member of; default none. */
  readonly memberOf?: readonly string[];
  /** Default false. */
  readonly superuser?: boolean;
  /** rolcanlogin; default true. */
  readonly canLogin?: boolean;
  /** rolreplication; default false. Superusers need it not. */
  readonly canReplicate?: boolean;
  /** Form of the stored password, null for none; default `scram-sha-256`. */
  readonly password?: 'scram-sha-256' | 'md5' | null;
  /** rolvaliduntil is over: no password is good any more; default false. */
  readonly passwordExpired?: boolean;
}

/** Facts by name; undefined: every role exists, none is a member of another, and nothing is known of their rights. */
export type Roles = Readonly<Record<string, RoleFacts>> | undefined;

/** The role of that name, undefined where it does not exist. */
export function findRole(roles: Roles, name: string): RoleFacts | undefined {
  if (roles === undefined) return {};
  return Object.hasOwn(roles, name) ? roles[name] : undefined;
}

/** True where `member` is `role` or a direct or indirect member of it; a superuser is none by being one. Both must exist. */
export function isMember(roles: Roles, member: string, role: string): boolean {
  if (findRole(roles, member) === undefined || findRole(roles, role) === undefined) return false;
  const seen = new Set([member]);
  for (const name of seen) {
    if (name === role) return true;
    for (const group of findRole(roles, name)?.memberOf ?? []) seen.add(group);
  }
  return false;
}
