/** Where anybody gets a mailbox: the domain says nothing of an employer. */
const freeMail: ReadonlySet<string> = new Set(
  `gmail.com googlemail.com outlook.com hotmail.com live.com msn.com hotmail.co.uk hotmail.de hotmail.fr
  hotmail.it hotmail.es live.de live.fr live.nl live.co.uk outlook.de outlook.fr outlook.es yahoo.com
  yahoo.co.uk yahoo.de yahoo.fr yahoo.it yahoo.es yahoo.co.jp yahoo.co.in yahoo.ca yahoo.com.au yahoo.com.br
  ymail.com rocketmail.com icloud.com me.com mac.com aol.com aol.de gmx.de gmx.net gmx.com gmx.at gmx.ch
  web.de t-online.de freenet.de arcor.de mail.de posteo.de mailbox.org proton.me protonmail.com pm.me
  tutanota.com tuta.io fastmail.com fastmail.fm hey.com zoho.com mail.com email.com inbox.com yandex.ru
  yandex.com mail.ru bk.ru list.ru inbox.ru rambler.ru ukr.net qq.com 163.com 126.com sina.com sohu.com
  naver.com daum.net hanmail.net rediffmail.com orange.fr wanadoo.fr free.fr laposte.net sfr.fr libero.it
  virgilio.it tiscali.it alice.it bluewin.ch telenet.be skynet.be ziggo.nl xs4all.nl planet.nl wp.pl o2.pl
  onet.pl interia.pl seznam.cz centrum.cz uol.com.br bol.com.br terra.com.br comcast.net verizon.net att.net
  sbcglobal.net bellsouth.net cox.net charter.net earthlink.net shaw.ca rogers.com sympatico.ca
  btinternet.com btopenworld.com sky.com virginmedia.com talktalk.net ntlworld.com bigpond.com optusnet.com.au`.split(
    /\s+/u,
  ),
);

/** Where mailboxes belong to nobody in particular. */
const disposable: ReadonlySet<string> = new Set(
  `mailinator.com guerrillamail.com guerrillamail.net guerrillamail.org sharklasers.com grr.la 10minutemail.com
  10minutemail.net tempmail.com temp-mail.org tempmailo.com tempail.com throwawaymail.com yopmail.com yopmail.fr
  trashmail.com trashmail.de trashmail.net getnada.com nada.email maildrop.cc dispostable.com fakeinbox.com
  mailnesia.com mintemail.com mohmal.com moakt.com emailondeck.com spamgourmet.com mailcatch.com mytemp.email
  tempr.email discard.email wegwerfmail.de einrot.com cuvox.de dayrep.com fleckens.hu gustr.com jourrapide.com
  rhyta.com superrito.com teleworm.us armyspy.com burnermail.io 33mail.com inboxkitten.com`.split(/\s+/u),
);

/** Whether a domain gives mailboxes to everybody. */
export const isFreeMail = (domain: string): boolean => freeMail.has(domain);

/** Whether a domain gives mailboxes that everybody can read. */
export const isDisposable = (domain: string): boolean => disposable.has(domain);
