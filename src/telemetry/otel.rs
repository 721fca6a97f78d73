use opentelemetry::trace::TracerProvider;
use opentelemetry_otlp::{ExporterBuildError, SpanExporter, WithExportConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing::Subscriber;
use tracing_subscriber::layer::Layer;
use tracing_subscriber::registry::LookupSpan;

/// What the bot is called among other services.
const SERVICE: &str = "shipmate";

/// The way of the spans to an OpenTelemetry collector. What has gathered is sent when it is dropped.
///
/// It has a thread of its own, which must be started and ended outside of the async runtime.
#[derive(Debug)]
pub struct Traces(SdkTracerProvider);

impl Traces {
    /// To the collector at this root, such as `http://localhost:4318` (OTLP over HTTP).
    ///
    /// # Errors
    ///
    /// Where it is no address.
    pub fn to(collector: &str) -> Result<Self, ExporterBuildError> {
        let endpoint = format!("{}/v1/traces", collector.trim_end_matches('/'));
        let exporter = SpanExporter::builder().with_http().with_endpoint(endpoint).build()?;
        let resource = Resource::builder().with_service_name(SERVICE).build();
        let provider =
            SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(resource).build();
        Ok(Self(provider))
    }

    pub(super) fn layer<S>(&self) -> impl Layer<S> + use<S>
    where
        S: Subscriber + for<'a> LookupSpan<'a>,
    {
        tracing_opentelemetry::layer().with_tracer(self.0.tracer(SERVICE))
    }
}

impl Drop for Traces {
    fn drop(&mut self) {
        // A collector that is gone keeps nobody from stopping.
        drop(self.0.shutdown());
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpListener;

    use tracing_subscriber::layer::SubscriberExt;

    use super::*;

    /// Takes one request and returns it.
    fn collected(listener: &TcpListener) -> String {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = Vec::new();
        let mut chunk = [0; 4_096];
        while !String::from_utf8_lossy(&request).contains(SERVICE) {
            let read = stream.read(&mut chunk).unwrap();
            assert!(read > 0, "it ended early: {}", String::from_utf8_lossy(&request));
            request.extend(&chunk[..read]);
        }
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").unwrap();
        String::from_utf8_lossy(&request).into_owned()
    }

    #[test]
    fn a_span_reaches_the_collector() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let collector = format!("http://{}/", listener.local_addr().unwrap());
        let request = std::thread::spawn(move || collected(&listener));
        let traces = Traces::to(&collector).unwrap();
        let subscriber = tracing_subscriber::registry().with(traces.layer());
        tracing::subscriber::with_default(subscriber, || {
            tracing::info_span!("interaction", command = "explain").in_scope(|| {});
        });
        drop(traces);
        let request = request.join().unwrap();
        assert!(request.starts_with("POST /v1/traces"), "{request}");
        assert!(request.contains("interaction") && request.contains("explain"), "{request}");
    }
}
