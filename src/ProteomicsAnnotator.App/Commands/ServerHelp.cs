namespace ProteomicsAnnotator.App.Commands;

/// <summary>What <c>--help</c> says of a server.</summary>
internal static class ServerHelp
{
    public const string Serve = """
        ./launch.sh serve

          A server for several people's browsers, with the annotations root or a database as its store. Opens no window, and has no Browse…, no
          Quit and no demo. Nobody is let in whom the plan does not name; docs/serve.md says how to put a proxy before it.
          Data root, annotations root, roles and classes are set as for a start; these are environment variables only:

          ANNOTATOR_URLS                where it listens                  http://127.0.0.1:8080
          ANNOTATOR_PUBLIC_URL          the address people use            as ANNOTATOR_URLS
          ANNOTATOR_TRUSTED_PROXIES     addresses, with commas between, that may say who somebody is. Without any, only this
                                        machine reaches the server, by the link that it prints
          ANNOTATOR_USER_HEADER         the header that says it           X-Forwarded-User
          ANNOTATOR_PROXY_SECRET_FILE   a file with what the proxy sends in X-Annotator-Proxy-Secret
          ANNOTATOR_OIDC_AUTHORITY      the OpenID Connect provider at which people sign in; with it ANNOTATOR_OIDC_CLIENT_ID,
                                        _CLIENT_SECRET_FILE, _NAME_CLAIM (preferred_username), and, where the provider says
                                        who may do what, _ROLE_CLAIM, _ADMIN_ROLE (admin), _ANNOTATOR_ROLE (annotator)
          ANNOTATOR_CERTIFICATE         a PEM file for TLS without a proxy: the server's certificate with those above it
          ANNOTATOR_CERTIFICATE_KEY     a PEM file with its key, without a password, not readable for every account
          ANNOTATOR_DATABASE            an Npgsql connection string: PostgreSQL is the store, and no annotations root is used
          ANNOTATOR_LOG_FORMAT          text, or json: each message is an object     text
          OTEL_EXPORTER_OTLP_ENDPOINT   the collector of OpenTelemetry that measurements and traces go to

          Exit code 0: ended by a signal, labels written; 1: the database cannot be used; 2: wrong configuration.
        """;

    public const string Identities = """
        ./launch.sh identities [--free NAME | --move NAME --issuer ISSUER --subject SUBJECT]

          Which account of the OpenID Connect provider each username belongs to at this computer's server. Alone: all of them.
          Run it under the server's account, with its XDG_STATE_HOME; the server may run meanwhile.

          --free NAME   the next account that signs in under the name has it from then on
          --move NAME   the account that --issuer and --subject name has it from its next sign-in, and no other name; whoever
                        is signed in under the name is out within ten seconds

          Exit code 0: done; 1: it could not be read or kept, and why; 2: wrong options or configuration.
        """;
}
