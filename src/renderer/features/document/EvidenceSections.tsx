import type { ReactNode } from 'react';
import type {
  DocumentDelivery,
  DocumentEvidence,
  DocumentEventView,
  HeldDocument,
} from '../../../shared/ipc/document-evidence';
import {
  CLAIM_WORDS,
  DELIVERY_STATE_WORDS,
  EFFECT_WORDS,
  eventProtocolWords,
  modelWords,
  PARTY_ROLE_WORDS,
  PROMISE_WORDS,
  protocolWords,
  RECHECK_WORDS,
  SOURCE_WORDS,
} from '../../../shared/messages/pt-BR/document';
import { InspectedFacts } from '../../components/Inspector';
import { money } from '../../../shared/messages/pt-BR/amounts';
import { companyName, taxIdText } from '../../format/companies';
import { exactMoment, writtenMoment } from '../../../shared/messages/pt-BR/moments';
import { t } from '../../i18n';
import { Copied, Fact, Hash, Place, Size } from './facts';
import styles from './Evidence.module.css';

const words = t.document;

/** What is on record of one key: what it is, how it came, where it lies, what became of it. */
export function EvidenceSections({ evidence }: { readonly evidence: DocumentEvidence }): ReactNode {
  const { identity, document, filings, deliveries, events, promises, claims, journal } = evidence;
  const isUnknown =
    document === null && [deliveries, events, promises, claims, journal].every((list) => list.length === 0);
  return (
    <div className={styles['evidence']} data-testid="document-evidence">
      <Section title={words.sections.document}>
        <InspectedFacts>
          <Copied label={words.identity} value={identity} />
          {document !== null && <DocumentFacts document={document} />}
        </InspectedFacts>
        {document === null && <p className={styles['warn']}>{isUnknown ? words.unknown : words.notFiled}</p>}
      </Section>
      {document !== null && (
        <Section title={words.sections.came}>
          <InspectedFacts>
            <HowItCame document={document} />
          </InspectedFacts>
        </Section>
      )}
      {promises.length > 0 && (
        <List
          title={words.sections.promises}
          lines={promises}
          keyOf={({ source, folder }) => `${source} ${folder ?? ''}`}
        >
          {(promise) => <PromiseFacts promise={promise} />}
        </List>
      )}
      {document !== null && (
        <List title={words.sections.filings} lines={filings} keyOf={({ path }) => path} none={words.notFiled}>
          {(filing) => <FilingFacts filing={filing} />}
        </List>
      )}
      {!isUnknown && (
        <List
          title={words.sections.deliveries}
          lines={deliveries}
          keyOf={({ id }) => String(id)}
          none={words.noDeliveries}
        >
          {(delivery) => <DeliveryFacts delivery={delivery} />}
        </List>
      )}
      {!isUnknown && (
        <List title={words.sections.events} lines={events} keyOf={({ id }) => String(id)} none={words.noEvents}>
          {(event) => <EventFacts event={event} />}
        </List>
      )}
      {claims.length > 0 && (
        <List title={words.sections.claims} lines={claims} keyOf={({ claim }) => claim}>
          {({ claim, location, at }) => (
            <InspectedFacts>
              <Fact label={words.what} value={CLAIM_WORDS[claim]} />
              <Copied label={words.file} value={location} />
              {at !== null && <Fact label={words.told} value={exactMoment(at)} />}
            </InspectedFacts>
          )}
        </List>
      )}
      {journal.length > 0 && (
        <Section title={words.sections.journal}>
          <ul className={styles['entries']}>
            {journal.map(({ id, at, text }) => (
              <li key={id}>
                <time dateTime={at}>{exactMoment(at)}</time> {text}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </div>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  return (
    <section aria-label={title}>
      <h4>{title}</h4>
      {children}
    </section>
  );
}

interface ListProps<Line> {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly keyOf: (line: Line) => string;
  /** What is said where there is none. */
  readonly none?: string;
  readonly children: (line: Line) => ReactNode;
}

function List<Line>({ title, lines, keyOf, none, children }: ListProps<Line>): ReactNode {
  return (
    <Section title={title}>
      {lines.length === 0 && <p className={styles['none']}>{none}</p>}
      <ul>
        {lines.map((line) => (
          <li key={keyOf(line)}>{children(line)}</li>
        ))}
      </ul>
    </Section>
  );
}

function DocumentFacts({ document }: { readonly document: HeldDocument }): ReactNode {
  const { kind, model, number, series, issuedAt, totalCents, form, protocolStatus, parties } = document;
  return (
    <>
      <Fact label={words.kind} value={`${kind}, ${modelWords(model)}`} />
      {number !== null && <Fact label={words.number} value={words.series(number, series)} />}
      {parties.map(({ role, taxId, name }) => (
        <Fact
          key={`${role} ${taxId}`}
          label={PARTY_ROLE_WORDS[role]}
          value={name === null ? taxIdText(taxId) : `${taxIdText(taxId)} · ${name}`}
        />
      ))}
      <Fact label={words.value} value={totalCents === null ? words.noValue : money(totalCents)} />
      {issuedAt !== null && <Fact label={words.issued} value={writtenMoment(issuedAt)} />}
      <Fact label={words.protocol} value={protocolWords(form, protocolStatus)} />
      <Size bytes={document.size} />
      <Hash value={document.sha256} />
    </>
  );
}

function HowItCame({
  document: { source, archivedAt, request, recoveries },
}: {
  readonly document: HeldDocument;
}): ReactNode {
  return (
    <>
      <Fact label={words.source} value={SOURCE_WORDS[source]} />
      <Fact label={words.run} value={request === null ? words.noRun : words.runText(request.run, request.id)} />
      {request !== null && <Fact label={words.asked} value={exactMoment(request.askedAt)} />}
      <Fact label={words.archived} value={exactMoment(archivedAt)} />
      {recoveries.length > 0 && <Fact label={words.recoveries} value={words.numbers(recoveries)} />}
    </>
  );
}

function PromiseFacts({ promise }: { readonly promise: DocumentEvidence['promises'][number] }): ReactNode {
  const { source, folder, at, run, answer } = promise;
  const who = folder === null ? PROMISE_WORDS[source] : `${PROMISE_WORDS[source]}, ${companyName(folder).name}`;
  return (
    <InspectedFacts>
      <Fact label={words.what} value={words.promisedBy(who, run)} />
      <Fact label={words.told} value={exactMoment(at)} />
      {answer !== null && <Fact label={words.answer} value={answer} />}
    </InspectedFacts>
  );
}

function FilingFacts({ filing }: { readonly filing: DocumentEvidence['filings'][number] }): ReactNode {
  const { path, folder, direction, sha256, verifiedAt } = filing;
  const direct = direction === null ? '' : `, ${t.company.documents.directions[direction].toLowerCase()}`;
  return (
    <InspectedFacts>
      <Place label={words.path} path={path} folder="archive" openLabel={words.openArchive} />
      <Fact label={words.company} value={folder === null ? words.noCompany : `${companyName(folder).name}${direct}`} />
      <Size bytes={filing.size} />
      <Hash value={sha256} />
      <Fact label={words.filed} value={words.placed(exactMoment(verifiedAt), filing.isFormer)} />
    </InspectedFacts>
  );
}

function DeliveryFacts({ delivery }: { readonly delivery: DocumentDelivery }): ReactNode {
  const { event, destination, target, state, attempts, enqueuedAt, sha256, verifiedAt, isPresent } = delivery;
  const { foundSha256, reason, recheck } = delivery;
  return (
    <InspectedFacts>
      <Fact label={words.what} value={event ?? words.theDocument} />
      <Place
        label={words.target}
        path={target}
        folder={destination}
        openLabel={destination === 'import' ? words.openImport : words.openCancelled}
      />
      <Fact label={words.state} value={words.attempts(DELIVERY_STATE_WORDS[state], attempts)} />
      {reason !== null && <Fact label={words.reason} value={reason} />}
      {!isPresent && state === 'delivered' && <Fact label={words.reason} value={words.past} />}
      {foundSha256 !== null && <Copied label={words.found} value={foundSha256} />}
      {foundSha256 === null && state === 'conflict' && <Fact label={words.found} value={words.foundUnread} />}
      <Fact label={words.enqueued} value={exactMoment(enqueuedAt)} />
      <Fact
        label={words.verified}
        value={verifiedAt === null ? words.notVerified : words.placed(exactMoment(verifiedAt), delivery.isFormer)}
      />
      {delivery.size !== null && <Size bytes={delivery.size} />}
      {sha256 !== null && <Hash value={sha256} />}
      {recheck !== null && (
        <Fact
          label={words.recheck}
          value={words.recheckText(
            exactMoment(recheck.at),
            RECHECK_WORDS[recheck.found],
            recheck.target === target ? null : recheck.target,
          )}
        />
      )}
    </InspectedFacts>
  );
}

function EventFacts({ event }: { readonly event: DocumentEventView }): ReactNode {
  const { name, type, sequence, effect, issuedAt, archivedAt, path, sha256 } = event;
  return (
    <InspectedFacts>
      <Fact label={words.what} value={words.event(name, type, sequence)} />
      {issuedAt !== null && <Fact label={words.happened} value={writtenMoment(issuedAt)} />}
      <Fact label={words.registered} value={eventProtocolWords(event)} />
      <Fact label={words.effect} value={EFFECT_WORDS[effect]} />
      <Fact label={words.archived} value={exactMoment(archivedAt)} />
      {path !== null && <Place label={words.path} path={path} folder="archive" openLabel={words.openArchive} />}
      <Size bytes={event.size} />
      <Hash value={sha256} />
    </InspectedFacts>
  );
}
