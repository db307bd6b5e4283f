import { expect, it } from 'vitest';
import { accountFor } from '../account.ts';

it('holds orders against deliveries, order by order', () => {
  const deliveries = [
    { orderId: 'a', hookId: 'msg_a' },
    { orderId: 'a', hookId: 'msg_a' },
    { orderId: 'b', hookId: 'msg_b' },
    { orderId: 'b', hookId: 'msg_other' },
    { orderId: 'x', hookId: 'msg_x' },
  ];
  expect(accountFor(['a', 'b', 'c'], deliveries)).toEqual({
    committed: 3,
    delivered: 2,
    repeated: 1,
    lost: ['c'],
    invented: ['x'],
    twoIds: ['b'],
  });
});
