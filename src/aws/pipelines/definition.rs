//! A pipeline's definition, read for its steps and for what each waits for: `DependsOn`, references to another step's
//! results, and the condition that a step stands behind. Everything else in it is dropped.
//!
//! Source: the schema of pipeline definitions, version 2020-12-01.

use std::collections::BTreeSet;

use serde_json::Value;

/// A step of a definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Node {
    pub name: String,
    /// `Processing`, `Condition` and so on.
    pub kind: String,
    /// Names of the steps that it waits for. They need not be steps of the definition.
    pub after: BTreeSet<String>,
}

/// The members of a condition that hold further steps.
const BRANCHES: [&str; 2] = ["IfSteps", "ElseSteps"];

/// All steps, those behind conditions too; nothing for a text that is no definition.
pub(super) fn parse(text: &str) -> Option<Vec<Node>> {
    let whole: Value = serde_json::from_str(text).ok()?;
    let mut nodes = Vec::new();
    walk(whole.get("Steps")?.as_array()?, None, &mut nodes);
    Some(nodes)
}

/// `behind` is the condition that these steps belong to.
fn walk(steps: &[Value], behind: Option<&str>, nodes: &mut Vec<Node>) {
    for step in steps {
        let Some(name) = step.get("Name").and_then(Value::as_str) else { continue };
        let kind = step.get("Type").and_then(Value::as_str).unwrap_or_default();
        let mut after: BTreeSet<String> = behind.map(str::to_owned).into_iter().collect();
        let named = step.get("DependsOn").and_then(Value::as_array).into_iter().flatten();
        after.extend(named.filter_map(Value::as_str).map(str::to_owned));
        references(step, &mut after);
        after.remove(name);
        nodes.push(Node { name: name.to_owned(), kind: kind.to_owned(), after });
        for branch in BRANCHES {
            let inner = step.get("Arguments").and_then(|arguments| arguments.get(branch)?.as_array());
            walk(inner.map_or(&[], Vec::as_slice), Some(name), nodes);
        }
    }
}

/// The steps that `{"Get": "Steps.NAME.…"}` names anywhere in it, except in steps behind it, which speak for themselves.
fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Object(members) => {
            for (member, value) in members {
                match value {
                    Value::String(path) if member == "Get" => found.extend(step_of(path).map(str::to_owned)),
                    _ if BRANCHES.contains(&member.as_str()) => {}
                    _ => references(value, found),
                }
            }
        }
        _ => {}
    }
}

/// `train` of `Steps.train.ModelArtifacts.S3ModelArtifacts`.
fn step_of(path: &str) -> Option<&str> {
    path.strip_prefix("Steps.")?.split(['.', '[']).next().filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after<'n>(nodes: &'n [Node], name: &str) -> Vec<&'n str> {
        let node = nodes.iter().find(|node| node.name == name).unwrap();
        node.after.iter().map(String::as_str).collect()
    }

    #[test]
    fn steps_wait_for_what_they_name_and_for_their_condition() {
        let text = r#"{"Version":"2020-12-01","Parameters":[{"Name":"Steps","Type":"String"}],"Steps":[
            {"Name":"prepare","Type":"Processing","Arguments":{"Uri":{"Get":"Parameters.Input"}}},
            {"Name":"train","Type":"Training","Arguments":{"InputDataConfig":[{"S3Uri":
                {"Get":"Steps.prepare.ProcessingOutputConfig.Outputs['train'].S3Output.S3Uri"}}]}},
            {"Name":"evaluate","Type":"Processing","DependsOn":["prepare"],"Arguments":{
                "Model":{"Std:Join":{"On":"/","Values":["s3:/",{"Get":"Steps.train.ModelArtifacts"}]}}}},
            {"Name":"good-enough","Type":"Condition","Arguments":{
                "Conditions":[{"Type":"GreaterThan","LeftValue":{"Std:JsonGet":{"PropertyFile":
                    {"Get":"Steps.evaluate.PropertyFiles.report"},"Path":"auc"}},"RightValue":0.8}],
                "IfSteps":[{"Name":"register","Type":"RegisterModel","Arguments":{"Url":{"Get":"Steps.train.X"}}}],
                "ElseSteps":[{"Name":"give-up","Type":"Fail","Arguments":{"ErrorMessage":"too bad"}}]}}]}"#;
        let nodes = parse(text).unwrap();
        assert_eq!(nodes.len(), 6);
        assert!(after(&nodes, "prepare").is_empty());
        assert_eq!(after(&nodes, "train"), ["prepare"]);
        assert_eq!(after(&nodes, "evaluate"), ["prepare", "train"]);
        assert_eq!(after(&nodes, "good-enough"), ["evaluate"]);
        assert_eq!(after(&nodes, "register"), ["good-enough", "train"]);
        assert_eq!(after(&nodes, "give-up"), ["good-enough"]);
        assert_eq!(nodes[3].kind, "Condition");
    }

    #[test]
    fn what_is_no_definition_has_no_steps() {
        for text in ["", "[]", "{}", r#"{"Steps":{}}"#, "not json"] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(parse(r#"{"Steps":[{"Type":"Fail"},7]}"#), Some(Vec::new()));
        assert_eq!(
            (step_of("Steps."), step_of("Parameters.x"), step_of("Steps.a[0].b")),
            (None, None, Some("a"))
        );
    }
}
