/**
 * Whether a partner's hooks are delivered: `disabled` keeps them in the lane, `deleted` ends them without
 * a POST.
 */
export type PartnerState = 'active' | 'disabled' | 'deleted';
