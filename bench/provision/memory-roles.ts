import { Refusal } from '../../test/setup/strict-aws/answers.ts';
import { accountId, type Operations } from './memory-account.ts';

interface Role {
  readonly settings: object;
  readonly policies: Map<string, string>;
}

/** Roles with inline policies. IAM gives documents URL-encoded. */
export function memoryRoles(): Operations {
  const roles = new Map<string, Role>();
  const missing = (what: string): Refusal =>
    new Refusal('NoSuchEntityException', `${what} cannot be found.`, 404);
  const find = (name: unknown): Role => {
    const role = roles.get(String(name));
    if (role !== undefined) return role;
    throw missing(`The role with name ${name}`);
  };
  return {
    'iam CreateRole': (input) => {
      const { RoleName, Path, AssumeRolePolicyDocument, PermissionsBoundary, Tags } = input;
      const settings = {
        RoleName,
        Path,
        Arn: `arn:aws:iam::${accountId}:role${Path}${RoleName}`,
        AssumeRolePolicyDocument: encodeURIComponent(String(AssumeRolePolicyDocument)),
        PermissionsBoundary: { PermissionsBoundaryArn: PermissionsBoundary },
        Tags,
      };
      // That the name is free, the strict rules see to.
      roles.set(String(RoleName), { settings, policies: new Map() });
      return { Role: settings };
    },
    'iam GetRole': ({ RoleName }) => ({ Role: find(RoleName).settings }),
    'iam PutRolePolicy': ({ RoleName, PolicyName, PolicyDocument }) => {
      find(RoleName).policies.set(String(PolicyName), encodeURIComponent(String(PolicyDocument)));
      return {};
    },
    'iam GetRolePolicy': ({ RoleName, PolicyName }) => {
      const PolicyDocument = find(RoleName).policies.get(String(PolicyName));
      if (PolicyDocument === undefined) throw missing(`The role policy with name ${PolicyName}`);
      return { RoleName, PolicyName, PolicyDocument };
    },
  };
}
