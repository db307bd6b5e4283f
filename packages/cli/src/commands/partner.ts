import type { Command } from 'commander';
import type { Run } from '../program.ts';
import { addPartnerAdd } from './partner-add.ts';
import { addPartnerDisable } from './partner-disable.ts';
import { addPartnerEnable } from './partner-enable.ts';
import { addPartnerList } from './partner-list.ts';
import { addPartnerRemove } from './partner-remove.ts';
import { addPartnerRotateSecret } from './partner-rotate-secret.ts';
import { addPartnerShow } from './partner-show.ts';
import { addPartnerUpdate } from './partner-update.ts';

/** `hooklane partner` */
export function addPartner(program: Command, run: Run): void {
  const partner = program.command('partner').description('add, change, show and remove partners');
  addPartnerAdd(partner, run);
  addPartnerUpdate(partner, run);
  addPartnerDisable(partner, run);
  addPartnerEnable(partner, run);
  addPartnerRemove(partner, run);
  addPartnerList(partner, run);
  addPartnerShow(partner, run);
  addPartnerRotateSecret(partner, run);
}
