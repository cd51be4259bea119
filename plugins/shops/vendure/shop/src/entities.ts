import { DeepPartial, EntityId, ID, Money, VendureEntity } from '@vendure/core';
import { Column, Entity, Index } from 'typeorm';

/** One invoice at the gateway, bound to the order that it was made for, for good. Kept as long as the order. */
@Entity()
export class BluejayInvoice extends VendureEntity {
  constructor(input?: DeepPartial<BluejayInvoice>) {
    super(input);
  }

  @Index({ unique: true })
  @Column({ length: 64 })
  invoice: string;

  @Index()
  @EntityId()
  orderId: ID;

  @EntityId()
  channelId: ID;

  /** Code of the payment method that made it. */
  @Column()
  method: string;

  /** In the server's whole units. */
  @Money()
  amount: number;

  @Column({ length: 3 })
  currency: string;

  @Column()
  expiresAt: Date;

  /** When a webhook about it last came. */
  @Column({ type: Date, nullable: true })
  heardAt: Date | null;

  /** When the poll asks after it; null for never again. */
  @Index()
  @Column({ type: Date, nullable: true })
  lookAt: Date | null;
}

/**
 * The lock of an order: whoever changes its payments first counts `round` up, in the same transaction, and only
 * from the number that was there when the gateway was asked. Kept as long as the order.
 */
@Entity()
export class BluejayOrder extends VendureEntity {
  constructor(input?: DeepPartial<BluejayOrder>) {
    super(input);
  }

  @Index({ unique: true })
  @EntityId()
  orderId: ID;

  @Column({ default: 0 })
  round: number;

  /** What was told already, by key. */
  @Column('simple-json')
  told: string[];
}

/** A webhook that has been acted upon. Kept for 30 days. */
@Entity()
export class BluejayEvent extends VendureEntity {
  constructor(input?: DeepPartial<BluejayEvent>) {
    super(input);
  }

  @Index({ unique: true })
  @Column({ length: 64 })
  event: string;
}
