"""The access matrix: every address, by method and place, and what it answers to whom. One reviewed table.

A new address fails test_access.py until its lines stand here; the failure prints them as the application answers now.
Read a line before you paste it: it is what design and rights have to say, not what the code happens to do.

Columns, in the order of the letters:
    N nobody            G a guest whom only Mill took in
    O a colleague from elsewhere                 E an ex-member of Mill
    R reader, C contributor, U curator, W owner of the desk
    K the owner of Mill and the gate, who wrote all the things that the table is about
    M moderator         A administrator          D a disabled owner of the desk with a session that was open
Places: the desk is an open space, mill a hidden one, the gate is found by colleagues but read by members alone.
Letters:
    .  shown (200)      >  done, or leads on (3xx)      s  sent to sign in (302, 401)
    -  not found (404)  x  seen but not allowed (403)   ?  the form came back (422)    c  cannot be done now (409)
"""

from tests.architecture.access_matrix_answering import ANSWERING
from tests.architecture.access_matrix_asking import ASKING
from tests.architecture.access_matrix_changes import CHANGES
from tests.architecture.access_matrix_conduct import CONDUCT
from tests.architecture.access_matrix_linking import LINKING
from tests.architecture.access_matrix_messages import MESSAGES
from tests.architecture.access_matrix_moderation import MODERATION
from tests.architecture.access_matrix_profiles import PROFILES
from tests.architecture.access_matrix_topics import TOPICS

TABLE = (
    """
#                                                       NG OE RCUW K MA D
GET  /                                            -     s. .. .... . .. s
GET  /accessibility                               -     .. .. .... . .. .
GET  /account                                     -     s. .. .... . .. s
GET  /account/email                               -     s. .. .... . .. s
POST /account/email                               -     s> >> >>>> > >> s
GET  /account/limits                              -     s. .. .... . .. s
GET  /account/password                            -     s. .. .... . .. s
POST /account/password                            -     s> >> >>>> > >> s
POST /account/presence                            -     s> >> >>>> > >> s
GET  /account/sessions                            -     s. .. .... . .. s
POST /account/sessions/<login_id>/end             -     s> >> >>>> > >> s
POST /account/sessions/end-others                 -     s> >> >>>> > >> s
GET  /admin                                       -     sx xx xxxx x x. s
GET  /admin/departments                           -     sx xx xxxx x x. s
GET  /admin/departments/<department_id>           -     sx xx xxxx x x. s
POST /admin/departments/<department_id>           -     sx xx xxxx x x> s
GET  /admin/departments/<department_id>/merge     -     sx xx xxxx x x. s
POST /admin/departments/<department_id>/merge     -     sx xx xxxx x x> s
POST /admin/departments/<department_id>/close     -     sx xx xxxx x x> s
POST /admin/departments/<department_id>/reopen    -     sx xx xxxx x x> s
GET  /admin/departments/new                       -     sx xx xxxx x x. s
POST /admin/departments/new                       -     sx xx xxxx x x> s
GET  /admin/limits                                -     sx xx xxxx x x. s
POST /admin/limits                                -     sx xx xxxx x x? s
GET  /admin/people                                -     sx xx xxxx x x. s
GET  /admin/people/<person_id>                    -     sx xx xxxx x x. s
POST /admin/people/<person_id>                    -     sx xx xxxx x x> s
POST /admin/people/<person_id>/disable            -     sx xx xxxx x x> s
POST /admin/people/<person_id>/enable             -     sx xx xxxx x x> s
POST /admin/people/<person_id>/password           -     sx xx xxxx x x> s
GET  /admin/people/new                            -     sx xx xxxx x x. s
POST /admin/people/new                            -     sx xx xxxx x x> s
GET  /admin/topics/<name>                         desk  s- xx xxxx x x. s
GET  /admin/topics/<name>                         mill  sx -- ---- x -- s
POST /admin/topics/<name>                         desk  s- xx xxxx x x> s
POST /admin/topics/<name>                         mill  sx -- ---- x -- s
GET  /ask                                         -     s. .. .... . .. s
POST /ask                                         desk  s? >> >>>> > >> s
POST /ask                                         mill  s> ?? ???? > ?? s
GET  /automatic                                   -     s. .. .... . .. s
GET  /automatic/mine                              -     s. .. .... . .. s
POST /automatic                                   -     s> >> >>>> > >> s
GET  /bookmarks                                   -     s. .. .... . .. s
POST /comments/<entry_id>/answer                  desk  s- >> >>>> > >> s
POST /comments/<entry_id>/answer                  mill  s> -- ---- > -- s
POST /comments/<entry_id>/reopening               desk  s- xx x>>> > xx s
POST /comments/<entry_id>/reopening               mill  s> -- ---- > -- s
POST /comments/<entry_id>/resolution              desk  s- xx x>>> > xx s
POST /comments/<entry_id>/resolution              mill  s> -- ---- > -- s
GET  /complete                                    -     s. .. .... . .. s
GET  /departments                                 -     sx .. .... . .. s
GET  /departments/<department_id>                 -     sx .. .... . .. s
GET  /departments/<department_id>/chart           -     sx .. .... . .. s
POST /departments/<department_id>/follow          -     sx >> >>>> > >> s
GET  /diagram                                     -     s. .. .... . .. s
GET  /discuss                                     -     s. .. .... . .. s
POST /discuss                                     desk  s? >> >>>> > >> s
POST /discuss                                     mill  s> ?? ???? > ?? s
GET  /drafts                                      -     s. .. .... . .. s
GET  /drafts/<draft_id>                           desk  s- -- ---- . -- s
GET  /drafts/<draft_id>                           mill  s- -- ---- . -- s
POST /drafts/<draft_id>/discard                   desk  s- -- ---- > -- s
POST /drafts/<draft_id>/discard                   mill  s- -- ---- > -- s
GET  /e/<entry_id>                                desk  s- >> >>>> > >> s
GET  /e/<entry_id>                                mill  s> -- ---- > -- s
GET  /e/<entry_id>/blame                          desk  s- .. .... . .. s
GET  /e/<entry_id>/blame                          mill  s. -- ---- . -- s
POST /e/<entry_id>/bookmark                       desk  s- >> >>>> > >> s
POST /e/<entry_id>/bookmark                       mill  s> -- ---- > -- s
GET  /e/<entry_id>/compare                        desk  s- .. .... . .. s
GET  /e/<entry_id>/compare                        mill  s. -- ---- . -- s
POST /e/<entry_id>/draft                          desk  s- xx xx>> > xx s
POST /e/<entry_id>/draft                          mill  sx -- ---- > -- s
GET  /e/<entry_id>/edit                           desk  s- xx xx.. . xx s
GET  /e/<entry_id>/edit                           mill  sx -- ---- . -- s
POST /e/<entry_id>/edit                           desk  s- xx xx>> > xx s
POST /e/<entry_id>/edit                           mill  sx -- ---- > -- s
GET  /e/<entry_id>/writing                        desk  s- .. .... . .. s
GET  /e/<entry_id>/writing                        mill  s. -- ---- . -- s
POST /e/<entry_id>/writing                        desk  s- .. .... . .. s
POST /e/<entry_id>/writing                        mill  s. -- ---- . -- s
POST /e/<entry_id>/editing                        desk  s- xx xx.. . xx s
POST /e/<entry_id>/editing                        mill  sx -- ---- . -- s
POST /e/<entry_id>/follow                         desk  s- >> >>>> > >> s
POST /e/<entry_id>/follow                         mill  s> -- ---- > -- s
GET  /e/<entry_id>/history                        desk  s- .. .... . .. s
GET  /e/<entry_id>/history                        mill  s. -- ---- . -- s
GET  /e/<entry_id>/history/<number>               desk  s- .. .... . .. s
GET  /e/<entry_id>/history/<number>               mill  s. -- ---- . -- s
POST /e/<entry_id>/purge                          desk  s- -- -->> x x- s
POST /e/<entry_id>/purge                          mill  s- -- ---- > -- s
POST /e/<entry_id>/reaction                       desk  s- >> >>>> > >> s
POST /e/<entry_id>/reaction                       mill  s> -- ---- > -- s
GET  /e/<entry_id>/report                         desk  s- .. .... . .. s
GET  /e/<entry_id>/report                         mill  s. -- ---- . -- s
POST /e/<entry_id>/report                         desk  s- >> >>>> > >> s
POST /e/<entry_id>/report                         mill  s> -- ---- > -- s
POST /e/<entry_id>/restore                        desk  s- xx xx>> > xx s
POST /e/<entry_id>/restore                        mill  sx -- ---- > -- s
GET  /e/<entry_id>/share                          desk  s- .. .... . .. s
GET  /e/<entry_id>/share                          mill  s. -- ---- . -- s
POST /e/<entry_id>/share                          desk  s- >> >>>> > >> s
POST /e/<entry_id>/share                          mill  s> -- ---- > -- s
GET  /e/<entry_id>/tags                           desk  s- xx xx.. . xx s
GET  /e/<entry_id>/tags                           mill  sx -- ---- . -- s
POST /e/<entry_id>/tags                           desk  s- xx xx>> > xx s
POST /e/<entry_id>/tags                           mill  sx -- ---- > -- s
GET  /e/<entry_id>/trash                          desk  s- xx xx.. . .x s
GET  /e/<entry_id>/trash                          mill  sx -- ---- . -- s
POST /e/<entry_id>/trash                          desk  s- xx xx>> > >x s
POST /e/<entry_id>/trash                          mill  sx -- ---- > -- s
POST /e/<entry_id>/untrash                        desk  s- -- -->> > >- s
POST /e/<entry_id>/untrash                        mill  s- -- ---- > -- s
GET  /experts                                     -     s. .. .... . .. s
GET  /experts/few                                 -     s. .. .... . .. s
GET  /following                                   -     s. .. .... . .. s
GET  /fresh                                       -     s. .. .... . .. s
GET  /help                                        -     .. .. .... . .. .
GET  /language                                    -     .. .. .... . .. .
POST /language                                    -     >> >> >>>> > >> >
GET  /live/since                                  -     s. .. .... . .. s
GET  /socket.io/                                  -     s- -- ---- - -- s
GET  /menu                                        -     s. .. .... . .. s
GET  /moderation                                  -     s. .. .... . .. s
GET  /notices                                     -     s. .. .... . .. s
GET  /notices/bell                                -     s. .. .... . .. s
GET  /notices/choices                             -     s. .. .... . .. s
GET  /notices/levels                              -     s. .. .... . .. s
POST /notices/levels                              -     s> >> >>>> > >> s
POST /notices/<notice_id>/mute                    -     s- -- ---- > -- s
POST /notices/<notice_id>/read                    -     s- -- ---- > -- s
POST /notices/choices                             -     s> >> >>>> > >> s
POST /notices/read                                -     s> >> >>>> > >> s
GET  /opensearch.xml                              -     .. .. .... . .. .
GET  /password/forgotten                          -     .. .. .... . .. .
POST /password/forgotten                          -     .. .. .... . .. .
GET  /password/reset/<token>                      -     .. .. .... . .. .
POST /password/reset/<token>                      -     >> >> >>>> > >> >
GET  /people                                      -     sx .. .... . .. s
GET  /posts                                       -     s. .. .... . .. s
POST /posts                                       desk  s? >> >>>> > >> s
POST /posts                                       mill  s> ?? ???? > ?? s
GET  /posts/<entry_id>                            desk  s- .. .... . .. s
GET  /posts/<entry_id>                            mill  s. -- ---- . -- s
GET  /posts/<entry_id>/picture                    desk  s- xx xxxx . xx s
GET  /posts/<entry_id>/picture                    mill  sx -- ---- . -- s
POST /posts/<entry_id>/picture                    desk  s- xx xxxx > xx s
POST /posts/<entry_id>/picture                    mill  sx -- ---- > -- s
GET  /posts/<entry_id>/poll                       desk  s- xx xxxx . xx s
GET  /posts/<entry_id>/poll                       mill  sx -- ---- . -- s
POST /posts/<entry_id>/poll                       desk  s- xx xxxx > xx s
POST /posts/<entry_id>/poll                       mill  sx -- ---- > -- s
POST /posts/<entry_id>/poll/end                   desk  s- xx xxxx > xx s
POST /posts/<entry_id>/poll/end                   mill  sx -- ---- > -- s
POST /posts/<entry_id>/reply                      desk  s- >> >>>> > >> s
POST /posts/<entry_id>/reply                      mill  s> -- ---- > -- s
POST /posts/<entry_id>/vote                       desk  s- >> >>>> > >> s
POST /posts/<entry_id>/vote                       mill  s> -- ---- > -- s
POST /preview                                     -     s. .. .... . .. s
GET  /s/<space_slug>                              desk  s- .. .... . .. s
GET  /s/<space_slug>                              mill  s. -- ---- . -- s
GET  /s/<space_slug>                              gate  s- .. .... . .. s
POST /s/<space_slug>/archive                      desk  s- xx xxx> x xx s
POST /s/<space_slug>/archive                      mill  sx -- ---- > -- s
POST /s/<space_slug>/archive                      gate  s- xx xxxx > xx s
GET  /s/<space_slug>/desk                         desk  s- xx xx.. x xx s
GET  /s/<space_slug>/desk                         mill  sx -- ---- . -- s
GET  /s/<space_slug>/desk                         gate  s- xx xxxx . xx s
POST /s/<space_slug>/desk/searches                desk  s- xx xx>> x xx s
POST /s/<space_slug>/desk/searches                mill  sx -- ---- > -- s
POST /s/<space_slug>/desk/searches                gate  s- xx xxxx > xx s
POST /s/<space_slug>/follow                       desk  s- >> >>>> > >> s
POST /s/<space_slug>/follow                       mill  s> -- ---- > -- s
POST /s/<space_slug>/follow                       gate  s- xx xxxx > xx s
GET  /s/<space_slug>/export                       desk  s- .. .... . .. s
GET  /s/<space_slug>/export                       gate  s- xx xxxx . xx s
GET  /s/<space_slug>/export                       mill  s. -- ---- . -- s
GET  /s/<space_slug>/export/file                  desk  s- ?? ???? ? ?? s
GET  /s/<space_slug>/export/file                  gate  s- xx xxxx ? xx s
GET  /s/<space_slug>/export/file                  mill  s? -- ---- ? -- s
GET  /s/<space_slug>/forum                        desk  s- .. .... . .. s
GET  /s/<space_slug>/forum                        mill  s. -- ---- . -- s
GET  /s/<space_slug>/forum                        gate  s- xx xxxx . xx s
POST /s/<space_slug>/join                         desk  s- >> >>>> > >> s
POST /s/<space_slug>/join                         mill  sx -- ---- x -- s
POST /s/<space_slug>/join                         gate  s- cc cccc c cc s
POST /s/<space_slug>/leave                        desk  s- xx >>>> x xx s
POST /s/<space_slug>/leave                        mill  s> -- ---- > -- s
POST /s/<space_slug>/leave                        gate  s- xx xxxx > xx s
GET  /s/<space_slug>/members                      desk  s- .. .... . .. s
GET  /s/<space_slug>/members                      mill  s. -- ---- . -- s
GET  /s/<space_slug>/members                      gate  s- xx xxxx . xx s
POST /s/<space_slug>/members/add                  desk  s- xx xx>> x xx s
POST /s/<space_slug>/members/add                  mill  sx -- ---- > -- s
POST /s/<space_slug>/members/add                  gate  s- xx xxxx > xx s
POST /s/<space_slug>/members/remove               desk  s- xx xxx> x xx s
POST /s/<space_slug>/members/remove               mill  sx -- ---- > -- s
POST /s/<space_slug>/members/remove               gate  s- xx xxxx > xx s
POST /s/<space_slug>/members/role                 desk  s- xx xxx> x xx s
POST /s/<space_slug>/members/role                 mill  sx -- ---- > -- s
POST /s/<space_slug>/members/role                 gate  s- xx xxxx > xx s
POST /s/<space_slug>/members/share                desk  s- xx xxx> x xx s
POST /s/<space_slug>/members/share                mill  sx -- ---- > -- s
POST /s/<space_slug>/members/share                gate  s- xx xxxx > xx s
POST /s/<space_slug>/members/unshare              desk  s- xx xxx> x xx s
POST /s/<space_slug>/members/unshare              mill  sx -- ---- > -- s
POST /s/<space_slug>/members/unshare              gate  s- xx xxxx > xx s
GET  /s/<space_slug>/openness                     desk  s- xx xxx. x xx s
GET  /s/<space_slug>/openness                     mill  sx -- ---- . -- s
GET  /s/<space_slug>/openness                     gate  s- xx xxxx . xx s
POST /s/<space_slug>/openness                     desk  s- xx xxx> x xx s
POST /s/<space_slug>/openness                     mill  sx -- ---- > -- s
POST /s/<space_slug>/openness                     gate  s- xx xxxx > xx s
GET  /s/<space_slug>/owners                       desk  s- xx xx.. x xx s
GET  /s/<space_slug>/owners                       mill  sx -- ---- . -- s
GET  /s/<space_slug>/owners                       gate  s- xx xxxx . xx s
POST /s/<space_slug>/owners                       desk  s- xx xx>> x xx s
POST /s/<space_slug>/owners                       mill  sx -- ---- > -- s
POST /s/<space_slug>/owners                       gate  s- xx xxxx > xx s
POST /s/<space_slug>/owners/new-pages             desk  s- xx xx>> x xx s
POST /s/<space_slug>/owners/new-pages             mill  sx -- ---- > -- s
POST /s/<space_slug>/owners/new-pages             gate  s- xx xxxx > xx s
POST /s/<space_slug>/owners/seen                  desk  s- >> >>>> > >> s
POST /s/<space_slug>/owners/seen                  mill  s> -- ---- > -- s
POST /s/<space_slug>/owners/seen                  gate  s- xx xxxx > xx s
POST /s/<space_slug>/owners/undo                  desk  s- xx xx>> x xx s
POST /s/<space_slug>/owners/undo                  mill  sx -- ---- > -- s
POST /s/<space_slug>/owners/undo                  gate  s- xx xxxx > xx s
GET  /s/<space_slug>/posts                        desk  s- .. .... . .. s
GET  /s/<space_slug>/posts                        mill  s. -- ---- . -- s
GET  /s/<space_slug>/posts                        gate  s- xx xxxx . xx s
GET  /s/<space_slug>/reports/broken               desk  s- .. .... . .. s
GET  /s/<space_slug>/reports/broken               gate  s- xx xxxx . xx s
GET  /s/<space_slug>/reports/broken               mill  s. -- ---- . -- s
POST /s/<space_slug>/reports/broken               desk  s- xx xx>> x xx s
POST /s/<space_slug>/reports/broken               gate  s- xx xxxx > xx s
POST /s/<space_slug>/reports/broken               mill  sx -- ---- > -- s
GET  /s/<space_slug>/reports/orphans              desk  s- .. .... . .. s
GET  /s/<space_slug>/reports/orphans              gate  s- xx xxxx . xx s
GET  /s/<space_slug>/reports/orphans              mill  s. -- ---- . -- s
POST /s/<space_slug>/request                      desk  s- cc cccc c cc s
POST /s/<space_slug>/request                      mill  sx -- ---- x -- s
POST /s/<space_slug>/request                      gate  s- >> >>>> > >> s
POST /s/<space_slug>/requests/<request_id>        desk  s- xx xx>> x xx s
POST /s/<space_slug>/requests/<request_id>        mill  sx -- ---- > -- s
POST /s/<space_slug>/requests/<request_id>        gate  s- xx xxxx > xx s
GET  /s/<space_slug>/settings                     desk  s- xx xxx. x xx s
GET  /s/<space_slug>/settings                     mill  sx -- ---- . -- s
GET  /s/<space_slug>/settings                     gate  s- xx xxxx . xx s
POST /s/<space_slug>/settings                     desk  s- xx xxx> x xx s
POST /s/<space_slug>/settings                     mill  sx -- ---- > -- s
POST /s/<space_slug>/settings                     gate  s- xx xxxx > xx s
GET  /s/<space_slug>/trash                        desk  s- xx xx.. x xx s
GET  /s/<space_slug>/trash                        mill  sx -- ---- . -- s
GET  /s/<space_slug>/trash                        gate  s- xx xxxx . xx s
POST /s/<space_slug>/trash/<entry_id>/purge       desk  s- xx xx>> x xx s
POST /s/<space_slug>/trash/<entry_id>/purge       mill  sx -- ---- > -- s
POST /s/<space_slug>/trash/<entry_id>/purge       gate  s- xx xxxx > xx s
POST /s/<space_slug>/trash/<entry_id>/restore     desk  s- xx xx>> x xx s
POST /s/<space_slug>/trash/<entry_id>/restore     mill  sx -- ---- > -- s
POST /s/<space_slug>/trash/<entry_id>/restore     gate  s- xx xxxx > xx s
POST /s/<space_slug>/unarchive                    desk  s- xx xxx> x xx s
POST /s/<space_slug>/unarchive                    mill  sx -- ---- > -- s
POST /s/<space_slug>/unarchive                    gate  s- xx xxxx > xx s
GET  /s/<space_slug>/wiki/                        desk  s- .. .... . .. s
GET  /s/<space_slug>/wiki/                        mill  s. -- ---- . -- s
GET  /s/<space_slug>/wiki/                        gate  s- xx xxxx . xx s
GET  /s/<space_slug>/wiki/<slug>                  desk  s- .. .... . .. s
GET  /s/<space_slug>/wiki/<slug>                  mill  s. -- ---- . -- s
GET  /s/<space_slug>/wiki/<slug>                  gate  s- -- ---- . -- s
GET  /s/<space_slug>/wiki/changes                 desk  s- .. .... . .. s
GET  /s/<space_slug>/wiki/changes                 mill  s. -- ---- . -- s
GET  /s/<space_slug>/wiki/changes                 gate  s- xx xxxx . xx s
POST /s/<space_slug>/wiki/draft                   desk  s- xx x>>> x xx s
POST /s/<space_slug>/wiki/draft                   gate  s- xx xxxx > xx s
POST /s/<space_slug>/wiki/draft                   mill  s> -- ---- > -- s
GET  /s/<space_slug>/tree                         desk  s- .. .... . .. s
GET  /s/<space_slug>/tree                         gate  s- xx xxxx . xx s
GET  /s/<space_slug>/tree                         mill  s. -- ---- . -- s
GET  /s/<space_slug>/wiki/new                     desk  s- xx x... x xx s
GET  /s/<space_slug>/wiki/new                     mill  s. -- ---- . -- s
GET  /s/<space_slug>/wiki/new                     gate  s- xx xxxx . xx s
POST /s/<space_slug>/wiki/new                     desk  s- xx x>>> x xx s
POST /s/<space_slug>/wiki/new                     mill  s> -- ---- > -- s
POST /s/<space_slug>/wiki/new                     gate  s- xx xxxx > xx s
GET  /s/<space_slug>/wiki/overdue.json            desk  s- .. .... . .. s
GET  /s/<space_slug>/wiki/overdue.json            mill  s. -- ---- . -- s
GET  /s/<space_slug>/wiki/overdue.json            gate  s- xx xxxx . xx s
GET  /s/<space_slug>/templates                    desk  s- xx xx.. x xx s
GET  /s/<space_slug>/templates                    gate  s- xx xxxx . xx s
GET  /s/<space_slug>/templates                    mill  sx -- ---- . -- s
GET  /s/<space_slug>/templates/<template_id>      desk  s- xx xx.. x xx s
GET  /s/<space_slug>/templates/<template_id>      gate  s- xx xxxx . xx s
GET  /s/<space_slug>/templates/<template_id>      mill  sx -- ---- . -- s
POST /s/<space_slug>/templates/<template_id>      desk  s- xx xx>> x xx s
POST /s/<space_slug>/templates/<template_id>      gate  s- xx xxxx > xx s
POST /s/<space_slug>/templates/<template_id>      mill  sx -- ---- > -- s
POST /s/<space_slug>/templates/<template_id>/remove desk  s- xx xx>> x xx s
POST /s/<space_slug>/templates/<template_id>/remove gate  s- xx xxxx > xx s
POST /s/<space_slug>/templates/<template_id>/remove mill  sx -- ---- > -- s
GET  /s/<space_slug>/templates/new                desk  s- xx xx.. x xx s
GET  /s/<space_slug>/templates/new                gate  s- xx xxxx . xx s
GET  /s/<space_slug>/templates/new                mill  sx -- ---- . -- s
POST /s/<space_slug>/templates/new                desk  s- xx xx>> x xx s
POST /s/<space_slug>/templates/new                gate  s- xx xxxx > xx s
POST /s/<space_slug>/templates/new                mill  sx -- ---- > -- s
POST /s/<space_slug>/templates/usual              desk  s- xx xx>> x xx s
POST /s/<space_slug>/templates/usual              gate  s- xx xxxx > xx s
POST /s/<space_slug>/templates/usual              mill  sx -- ---- > -- s
GET  /s/<space_slug>/wiki/wanted                  desk  s- .. .... . .. s
GET  /s/<space_slug>/wiki/wanted                  mill  s. -- ---- . -- s
GET  /s/<space_slug>/wiki/wanted                  gate  s- xx xxxx . xx s
GET  /search                                      -     s. .. .... . .. s
GET  /search/suggest                              -     s. .. .... . .. s
GET  /sign-in                                     -     .> >> >>>> > >> .
POST /sign-in                                     -     >> >> >>>> > >> >
POST /sign-out                                    -     >> >> >>>> > >> >
GET  /sign-up                                     -     .. .. .... . .. .
POST /sign-up                                     -     .. .. .... . .. .
GET  /sign-up/<token>                             -     .. .. .... . .. .
POST /sign-up/<token>                             -     >> >> >>>> > >> >
GET  /spaces                                      -     s. .. .... . .. s
GET  /spaces/new                                  -     sx .. .... . .. s
POST /spaces/new                                  -     sx >> >>>> > >> s
GET  /static/<filename>                           -     .. .. .... . .. .
GET  /tags                                        -     s. .. .... . .. s
GET  /tags/<name>                                 desk  s- .. .... . .. s
GET  /tags/<name>                                 mill  s. -- ---- . -- s
GET  /tags/<name>/curate                          desk  s- xx xxxx . xx s
GET  /tags/<name>/curate                          mill  sx -- ---- . -- s
POST /tags/<name>/curate                          desk  s- xx xxxx > xx s
POST /tags/<name>/curate                          mill  sx -- ---- > -- s
POST /tags/<name>/curators                        desk  s- xx xxxx > xx s
POST /tags/<name>/curators                        mill  sx -- ---- > -- s
POST /tags/<name>/follow                          desk  s- >> >>>> > >> s
POST /tags/<name>/follow                          mill  s> -- ---- > -- s
GET  /topics/<entry_id>                           desk  s- .. .... . .. s
GET  /topics/<entry_id>                           mill  s. -- ---- . -- s
POST /topics/<entry_id>/acceptance                desk  s- xx xx>> > xx s
POST /topics/<entry_id>/acceptance                mill  sx -- ---- > -- s
POST /topics/<entry_id>/answer                    desk  s- >> >>>> > >> s
POST /topics/<entry_id>/answer                    mill  s> -- ---- > -- s
GET  /topics/<entry_id>/closure                   desk  s- xx xx.. . xx s
GET  /topics/<entry_id>/closure                   mill  sx -- ---- . -- s
POST /topics/<entry_id>/closure                   desk  s- xx xx>> > xx s
POST /topics/<entry_id>/closure                   mill  sx -- ---- > -- s
POST /topics/<entry_id>/conversion                desk  s- xx xx>> > xx s
POST /topics/<entry_id>/conversion                mill  sx -- ---- > -- s
POST /topics/<entry_id>/pin                       desk  s- xx xx>> x xx s
POST /topics/<entry_id>/pin                       mill  sx -- ---- > -- s
POST /topics/<entry_id>/reply                     desk  s- >> >>>> > >> s
POST /topics/<entry_id>/reply                     mill  s> -- ---- > -- s
POST /waiting/<entry_id>/seen                     desk  s> >> >>>> > >> s
POST /waiting/<entry_id>/seen                     mill  s> >> >>>> > >> s
GET  /wiki/overdue.json                           -     s. .. .... . .. s
"""
    + CHANGES
    + ANSWERING
    + MESSAGES
    + MODERATION
    + ASKING
    + TOPICS
    + CONDUCT
    + LINKING
    + PROFILES
)
