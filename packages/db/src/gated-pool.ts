import pg from 'pg';
import type { ConnectGate } from './connect-gate.ts';

type OnConnected = (err: Error | null, client?: pg.Client) => void;
type OnAcquired = (
  err: Error | undefined,
  client: pg.PoolClient | undefined,
  done: (release?: boolean | Error) => void,
) => void;

const toError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error('The connection failed.', { cause: thrown });

/** Connections that are opened through that gate. */
const gatedClient = (gate: ConnectGate): new () => pg.Client =>
  class GatedClient extends pg.Client {
    override connect(): Promise<pg.Client>;
    override connect(tell: OnConnected): void;
    override connect(tell?: OnConnected): Promise<pg.Client> | void {
      const connected = gate.open(() => super.connect());
      if (tell === undefined) return connected.then(() => this);
      connected.then(
        () => tell(null, this),
        (thrown: unknown) => tell(toError(thrown)),
      );
    }
  };

/** A pool whose connections are opened, and waited for, through the gate that it shares with others. */
export class GatedPool extends pg.Pool {
  private readonly gate: ConnectGate;

  constructor(gate: ConnectGate, config: pg.PoolConfig) {
    super({ ...config, Client: gatedClient(gate) });
    this.gate = gate;
  }

  /** What is there is given out at once, and so is what there is room for as long as the server is there. */
  override connect(): Promise<pg.PoolClient>;
  override connect(tell: OnAcquired): void;
  override connect(tell?: OnAcquired): Promise<pg.PoolClient> | void {
    const isAtOnce = this.gate.isOpen() || this.idleCount > 0;
    if (tell === undefined) return isAtOnce ? super.connect() : this.gate.pass(() => super.connect());
    if (isAtOnce) return super.connect(tell);
    this.gate
      .pass(() => super.connect())
      .then(
        (client) => tell(undefined, client, client.release),
        (thrown: unknown) => tell(toError(thrown), undefined, () => undefined),
      );
  }
}
